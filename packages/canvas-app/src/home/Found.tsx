import { fold, placeOf } from '@gesso/crdt-schema';
import { say } from './words.ts';

/** Letters before the words that are shown on a narrow screen: what was found is to be seen. */
const fewBefore = 10;

/** What is written on a board around the words that were looked for, which are marked. */
export function Found({ text, words }: { readonly text: string; readonly words: string }) {
  const place = placeOf(text, fold(words)) ?? { from: 0, to: 0 };
  const before = text.slice(0, place.from);
  const isCut = window.innerWidth <= 640 && before.length > fewBefore + 4;
  const shown = isCut ? `…${before.slice(before.indexOf(' ', before.length - fewBefore) + 1 || -fewBefore)}` : before;
  return (
    <span class="home-facts home-found">
      <span class="unseen">{say('found')} </span>
      <bdi>
        {shown}
        <mark>{text.slice(place.from, place.to)}</mark>
        {text.slice(place.to)}
      </bdi>
    </span>
  );
}
