import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { type Tag, tagKey } from './board.ts';
import type { Boards } from './boards.ts';
import { say } from './words.ts';

/** The tags there are, and the one that is chosen even where no board has it any more. */
const shownOf = (tags: readonly Tag[], chosen: string): readonly Tag[] =>
  chosen === '' || tags.some(({ tag }) => tagKey(tag) === tagKey(chosen))
    ? tags
    : [...tags, { tag: chosen, boards: 0 }];

/** Goes from tag to tag by the arrow keys: they are one stop of the Tab key, however many there are. */
function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  const tags = [...event.currentTarget.querySelectorAll('button')];
  const at = event.target instanceof HTMLButtonElement ? tags.indexOf(event.target) : -1;
  const onwards = document.documentElement.dir === 'rtl' ? -1 : 1;
  const ways: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowRight: tags[at + onwards],
    ArrowLeft: tags[at - onwards],
    Home: tags[0],
    End: tags.at(-1),
  };
  if (!(event.key in ways)) return;
  event.preventDefault();
  ways[event.key]?.focus();
}

/** One's tags: pressed, one of them leaves its boards alone in the list. */
export function TagChoices({ boards }: { readonly boards: Boards }) {
  const stop = useSignal('');
  const { tag: chosen, shelf } = boards.query.value;
  const tags = shownOf(boards.tags.value, chosen);
  // Those in the trash are not counted.
  if (tags.length === 0 || (shelf === 'trash' && chosen === '')) return null;
  const isStop = ({ tag }: Tag) => tagKey(tag) === tagKey(stop.value);
  const first = tags.findIndex(isStop);
  return (
    <fieldset class="home-line home-tag-choices" aria-label={say('tags')} onKeyDown={walk}>
      {tags.map(({ tag, boards: n }, at) => {
        const isChosen = tagKey(tag) === tagKey(chosen);
        return (
          <button
            key={tagKey(tag)}
            type="button"
            class="home-tag"
            aria-pressed={isChosen}
            tabIndex={at === Math.max(0, first) ? 0 : -1}
            onFocus={() => {
              stop.value = tag;
            }}
            onClick={() => void boards.ask({ tag: isChosen ? '' : tag })}
          >
            <bdi>{tag}</bdi>
            <span class="unseen"> {say('tagCount', { n })}</span>
            <span class="home-tag-count" aria-hidden="true">
              {n}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
