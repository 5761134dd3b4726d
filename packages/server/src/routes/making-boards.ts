import { Failure } from '@gesso/crdt-schema';
import { newBoard } from '../auth/new-board.ts';
import { cleanTitle } from '../auth/titles.ts';
import { outOfDebt } from '../quotas/debts.ts';
import type { Services } from '../services/services.ts';
import { representBoard, representNewLink } from './representations.ts';

type NewBoard = ReturnType<typeof newBoard>;

/** Throws `FORBIDDEN` when `WHO_CAN_CREATE` says no. */
export function mayCreate({ whoCanCreate }: Services['config'], signedIn: boolean): void {
  const allowed = whoCanCreate === 'anyone' || (whoCanCreate === 'signed-in' && signedIn);
  if (!allowed) throw new Failure('FORBIDDEN', `WHO_CAN_CREATE is ${whoCanCreate}`);
}

/** What a new board begins with. */
export interface Beginning {
  /** Gives it its content. */
  readonly fill?: (board: string) => Promise<unknown>;
  /** A board whose pictures it has as well. */
  readonly like?: string;
}

/** Makes a board that belongs to `owner`. */
export async function makeBoard(
  { repositories, audit, now }: Services,
  owner: string,
  name: string,
  { fill, like }: Beginning,
): Promise<NewBoard> {
  const board = newBoard(cleanTitle(name), owner, now());
  // Content first: a board that can be found is complete.
  await fill?.(board.record.id);
  await repositories.boards.create(board.record, [board.edit.record, board.view.record], like);
  audit('board.create', { board: board.record.id, person: owner });
  return board;
}

/** A new board as it is answered, once, with the keys of its links. */
export const representNewBoard = (origin: string, { record, edit, view }: NewBoard) => ({
  board: representBoard(record, 'owner'),
  links: { edit: representNewLink(origin, edit), view: representNewLink(origin, view) },
});

/** What the disk did not do is told as such; a store that refuses says itself why. */
export const unavailable = (error: unknown): never => {
  if (error instanceof Failure) throw error;
  throw new Failure('STORE_UNAVAILABLE', String(error));
};

/**
 * Charges a person for reading a board that nobody has open, like for a document that one is given, and before any of it is
 * read. Returns its bytes.
 */
export async function payReading(
  { store, rateLimits, timers }: Services,
  board: string,
  person: string,
  ip: string,
): Promise<number> {
  const bytes = await store.size(board).catch(unavailable);
  const rateLimit = rateLimits.of({ person, board, ip });
  try {
    await outOfDebt(rateLimit, timers);
    rateLimit.charge(bytes, timers.elapsed());
  } finally {
    rateLimit.release();
  }
  return bytes;
}
