import { say } from '../../words/later.ts';
import { perLanguage } from '../../words/per-language.ts';

/** Names that are said; of more people it is said how many they are. */
const mostNames = 3;

const conjunction = perLanguage((language) => new Intl.ListFormat(language, { type: 'conjunction' }));

/** Names as one says them in the language in use: “Anna and Ben”, “Anna, Ben and 2 others”. One without a name is someone. */
export function saidNames(
  people: readonly { readonly name: string }[],
  language = document.documentElement.lang || 'en',
): string {
  const said = people.slice(0, people.length > mostNames ? mostNames - 1 : mostNames);
  const names = said.map(({ name }) => (name === '' ? say('history.someone') : name));
  const others = people.length - said.length;
  return conjunction(language).format([...names, ...(others > 0 ? [say('history.others', { n: others })] : [])]);
}
