import type { CommentEntry, Person } from '@gesso/crdt-schema';
import type { Peer } from '../../editor/people.ts';

/** How a person is shown beside what they wrote. */
export interface Face {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** Colors for those who are not here, by their ids: a board gives one as they come, from the same twelve. */
const colors = [
  ...['#c2255c', '#9c36b5', '#6741d9', '#3b5bdb', '#1971c2', '#0c8094'],
  ...['#08855f', '#28863a', '#66800f', '#b35c00', '#d0450e', '#e03131'],
];

/** The color of a person who is not here. */
export function colorFor(id: string): string {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return colors[hash % colors.length] ?? '#3b5bdb';
}

/** Everybody who has written any of the entries or is here, by their ids: those who are here as they are seen now. */
export function facesOf(
  entries: readonly Pick<CommentEntry, 'author'>[],
  peers: readonly Pick<Peer, 'id' | 'name' | 'color'>[],
  you: Person | undefined,
): ReadonlyMap<string, Face> {
  const faces = new Map<string, Face>();
  for (const { author } of entries) faces.set(author.id, { ...author, color: colorFor(author.id) });
  for (const { id, name, color } of [...peers, ...(you === undefined ? [] : [you])])
    if (id !== '') faces.set(id, { id, name, color });
  return faces;
}
