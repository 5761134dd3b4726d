import { type ElementId, Failure, type Person, parsePerson } from '@gesso/crdt-schema';
import type { Peer } from '../../editor/people.ts';

/** Who made an element: the person at this page, another, or one of whom nothing is known any more. */
export type Author = Person | 'you' | 'unknown';

/** What is known on this page without the server. */
export interface Known {
  /** The client id under which is written here. */
  readonly client: number;
  readonly you: Person | undefined;
  readonly peers: readonly Peer[];
}

/** What of the app leads to an author. */
export interface Sources {
  known(): Known;
  readonly board: { authorOf(id: ElementId): number | undefined };
  /** Asks the server who owns a client id, within the time that all its answers have. Rejects with a `Failure`. */
  ask(client: number): Promise<unknown>;
}

/** The author behind a client id, where that is known without the server. */
export function authorHere(client: number, { client: own, you, peers }: Known): Author | undefined {
  if (client === own) return 'you';
  const peer = peers.find((one) => one.client === client);
  return peer && asAuthor(peer, you);
}

/** My own other pages, and those of before, are me. */
const asAuthor = (person: Person, you: Person | undefined): Author =>
  person.id !== '' && person.id === you?.id ? 'you' : person;

const asked = async ({ ask, known }: Sources, client: number): Promise<Author> => {
  try {
    const person = parsePerson(await ask(client));
    return person === undefined ? 'unknown' : asAuthor(person, known().you);
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUND') return 'unknown';
    throw error;
  }
};

/** The author of an element: at once where that is known here, else as the server says. */
export function findAuthor(sources: Sources, id: ElementId): Author | Promise<Author> {
  const client = sources.board.authorOf(id);
  if (client === undefined) return 'unknown';
  return authorHere(client, sources.known()) ?? asked(sources, client);
}
