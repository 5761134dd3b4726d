import { Failure } from '@gesso/crdt-schema';
import type { Replica } from '../replica/replica.ts';
import type { ClientIdOwnership } from './client-id-ownership.ts';

/** A connection speaks for no more client ids than this: an update with more that nobody owns was not written by one who was given them. */
const mostAsked = 8;

export interface LearnOwnersDeps {
  readonly replica: Pick<Replica, 'read'>;
  readonly clientIds: Pick<ClientIdOwnership, 'owner' | 'learn'>;
  /** Whom a client id belongs to by what is stored. May reject. */
  readonly ownerOf: (client: number) => Promise<string | undefined>;
}

function unownedIn({ replica, clientIds }: LearnOwnersDeps, update: Uint8Array): readonly number[] {
  const reading = replica.read(update, true);
  if (reading instanceof Failure) return [];
  const clients = reading.summary.sections.map(({ client }) => client);
  const unowned = clients.filter((client) => clientIds.owner(client) === undefined);
  return unowned.length > mostAsked ? [] : unowned;
}

/**
 * Looks up whom client ids belong to that came first in what other servers have stored: each was given to its author there. Without it nobody is
 * let write under them either, as the store decides that, but who tries has everybody here load the board anew. Never rejects.
 */
export async function learnOwners(deps: LearnOwnersDeps, updates: readonly Uint8Array[]): Promise<void> {
  const { clientIds, ownerOf } = deps;
  try {
    for (const client of new Set(updates.flatMap((update) => unownedIn(deps, update)))) {
      const person = await ownerOf(client);
      if (person !== undefined) clientIds.learn(client, person);
    }
  } catch {
    // The store decides, as it did before.
  }
}
