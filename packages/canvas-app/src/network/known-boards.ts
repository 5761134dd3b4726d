import { type KeyValue, readObject, writeItem } from '../storage.ts';
import { object } from './api.ts';

/** Under this stands what the list of boards shows when no server answers. */
const key = 'gesso.boards';
/** Boards that are remembered. */
const most = 100;

/** What was known last of a person's boards, as the server writes it. */
export interface KnownBoards {
  /** When the server gave the list, ms since 1970; undefined where boards were only opened. */
  readonly at: number | undefined;
  readonly boards: readonly unknown[];
}

/** What this browser knows; undefined where that is nothing. */
export function readKnownBoards(storage: KeyValue | undefined): KnownBoards | undefined {
  const { at, boards } = readObject(storage, key);
  if (!Array.isArray(boards) || boards.length === 0) return undefined;
  return { at: typeof at === 'number' ? at : undefined, boards };
}

const write = (storage: KeyValue | undefined, known: KnownBoards): void =>
  writeItem(storage, key, JSON.stringify({ ...known, boards: known.boards.slice(0, most) }));

/** Keeps a list as the server gave it, in the place of the one before: it may be another person's. */
export const keepKnownBoards = (storage: KeyValue | undefined, boards: readonly unknown[], at: number): void =>
  // Who is there now is not known later.
  write(storage, { at, boards: boards.slice(0, most).map((board) => ({ ...object(board), people: [] })) });

/** Notes that a board is open here, and what it is called now. The last one is the last to be forgotten. */
export function noteOpened(
  storage: KeyValue | undefined,
  board: { readonly id: string; readonly title: string; readonly role: string },
  now: Date,
): void {
  const known = readKnownBoards(storage);
  const rest = (known?.boards ?? []).map(object);
  const before = rest.find(({ id }) => id === board.id);
  const when = now.toISOString();
  write(storage, {
    at: known?.at,
    boards: [
      { createdAt: when, updatedAt: when, ...before, ...board },
      ...rest.filter((one) => one !== before && one['id'] !== board.id),
    ],
  });
}
