import type { Person } from '@gesso/crdt-schema';
import { personOf, shownId } from '../auth/people.ts';
import type { Services } from '../services/services.ts';

type Deps = Pick<Services, 'rooms' | 'sessions'>;

/** A person who wrote on a board, by the id that is stored with what they wrote, as others see them. Undefined where nothing is known of them any more. */
export async function knownAuthor({ rooms, sessions }: Deps, board: string, id: string): Promise<Person | undefined> {
  // Names of accounts are not stored: they are known while their people are here.
  const person = rooms.person(board, id) ?? (await sessions.person(id));
  if (person === undefined) return undefined;
  // One person has one color on a board, also when they have left.
  return personOf({ ...person, color: rooms.color(board, personOf(person).id) ?? person.color });
}

/** What is shown of a person of whom nothing is known any more. */
const faded = '#6b6f76';

/** The same of many, each looked up once: a person of whom nothing is known has no name. */
export const authorsOf = (deps: Deps, board: string): ((id: string) => Promise<Person>) => {
  const known = new Map<string, Promise<Person>>();
  return (id) => {
    const found =
      known.get(id) ??
      knownAuthor(deps, board, id).then((author) => author ?? { id: shownId(id), name: '', color: faded });
    known.set(id, found);
    return found;
  };
};
