import { fold } from '@gesso/crdt-schema';

/** A person who can be named in a comment. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Letters of a name that are typed at most before the list is given up, and people it offers. */
const longest = 40;
const mostOffered = 6;
/** People that one comment names at most. */
const mostNamed = 20;

/** What is typed of a name behind an @: where the @ stands, and the letters up to the caret. Undefined where no name is typed. */
export function mentionAt(text: string, caret: number): { readonly from: number; readonly typed: string } | undefined {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  const typed = before.slice(from + 1);
  const begins = from === 0 || /[\s([{"'“‘«¿¡/]/u.test(before[from - 1] ?? '');
  if (from < 0 || !begins || typed.length > longest || /\n|^\s|\s\s/.test(typed)) return undefined;
  return { from, typed };
}

/** Those of some people whose name, or a word of it, begins with what is typed. */
export function offered(people: readonly Named[], typed: string): readonly Named[] {
  const wanted = fold(typed);
  const fits = ({ name }: Named) => {
    const folded = fold(name);
    return folded.startsWith(wanted) || folded.includes(` ${wanted}`);
  };
  return people.filter((person) => person.name !== '' && fits(person)).slice(0, mostOffered);
}

/** A text in which the name that is typed is whole, and where the caret stands then. */
export function completed(
  text: string,
  caret: number,
  { name }: Named,
): { readonly text: string; readonly caret: number } {
  const from = mentionAt(text, caret)?.from ?? caret;
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** People who were chosen for a text by their ids, and for how many of the names in it. */
export type Picked = ReadonlyMap<string, number>;

/** What was picked, and one person more. */
export const withPicked = (picked: Picked, { id }: Named): Picked =>
  new Map([...picked, [id, (picked.get(id) ?? 0) + 1]]);

/** Of those who have one name, those who are meant by it: who was chosen, or all where it is typed by hand as well. */
function meantBy(people: readonly Named[], times: number, picked: Picked): readonly Named[] {
  const chosen = people.filter(({ id }) => picked.has(id));
  const count = chosen.reduce((sum, { id }) => sum + (picked.get(id) ?? 0), 0);
  return count >= times ? chosen : people;
}

/** The ids of those who are named in a text. Where one name begins with another, the longer one is meant. */
export function namedIn(text: string, people: readonly Named[], picked: Picked = new Map()): readonly string[] {
  let rest = text;
  const found = new Set<Named>();
  const named = people.filter(({ id, name }) => id !== '' && name !== '').sort((a, b) => b.name.length - a.name.length);
  for (const name of new Set(named.map((person) => person.name))) {
    const parts = rest.split(`@${name}`);
    const same = named.filter((person) => person.name === name);
    if (parts.length > 1) for (const one of meantBy(same, parts.length - 1, picked)) found.add(one);
    // What is read stays a gap: its two sides name nobody together.
    rest = parts.join('\0');
  }
  return people.flatMap((person) => (found.has(person) ? person.id : [])).slice(0, mostNamed);
}
