import { fold } from '../../words/fold.ts';

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

/** The ids of those who are named in a text. Where one name begins with another, the longer one is meant. */
export function namedIn(text: string, people: readonly Named[]): readonly string[] {
  let rest = text;
  const found = new Set<string>();
  const named = people.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  for (const name of new Set(named.map((person) => person.name))) {
    const parts = rest.split(`@${name}`);
    if (parts.length > 1) found.add(name);
    // What is read stays a gap: its two sides name nobody together.
    rest = parts.join('\0');
  }
  return people.flatMap(({ id, name }) => (id !== '' && found.has(name) ? id : [])).slice(0, mostNamed);
}
