import { type Element, wordsOf } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { nameOf, quoted } from '../../words/name-of.ts';
import type { Made } from './what-changed.ts';

/** One line of the list: what one person did alike to several things at a time, or to one. */
export interface MadeRow {
  readonly by: string;
  /** At least one, in order of time. */
  readonly items: readonly Made[];
  readonly title: string;
}

/** Letters of a text by which an element is known, and of one beside what it was. */
const fewLetters = 40;
const fewerLetters = 24;
const minuteMs = 60_000;

const textOf = (element: Element | undefined): string =>
  element === undefined ? '' : (wordsOf(element)[0]?.text.replace(/\s+/g, ' ').trim() ?? '');

const short = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
};

/** What became of one thing, in words. */
export function describe({ sort, element, before }: Made): string {
  const [was, is] = [textOf(before), textOf(element)];
  if (sort === 'changed' && was !== '' && is !== '' && was !== is)
    return say('history.textWas', {
      before: quoted(short(was, fewerLetters)),
      after: quoted(short(is, fewerLetters)),
    });
  return say(`history.was.${sort}`, { what: [nameOf(element), quoted(short(is, fewLetters))].join(' ').trim() });
}

/** What is told in one line has one key: the parts of a group, or things without words of one kind, in one minute. */
function keyOf(made: Made): string {
  const { by, sort, element, at, id } = made;
  const when = Math.floor(at / minuteMs);
  const group = element.groups.at(-1);
  if (group !== undefined && sort !== 'changed') return JSON.stringify([by, sort, when, group]);
  return JSON.stringify(textOf(element) === '' ? [by, sort, when, '', nameOf(element)] : [by, id]);
}

function titleOf(items: readonly Made[]): string {
  const [first] = items;
  if (first === undefined) return '';
  if (items.length === 1) return describe(first);
  const n = items.length;
  const names = new Set(items.map(({ element }) => nameOf(element)));
  const words = textOf(items.find(({ element }) => textOf(element) !== '')?.element);
  if (names.size === 1 && words === '') return say('list.times', { what: describe(first), n });
  const what = [say('history.groupOf', { n }), quoted(short(words, fewLetters))].join(' ').trim();
  return say(`history.was.${first.sort}`, { what });
}

/** What was made in lines, each person's together as they come. */
export function rowsOf(made: readonly Made[]): readonly MadeRow[] {
  const rows = new Map<string, Made[]>();
  for (const one of made) {
    const key = keyOf(one);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [one]);
    else row.push(one);
  }
  return [...rows.values()].map((items) => ({ by: items[0]?.by ?? '', items, title: titleOf(items) }));
}
