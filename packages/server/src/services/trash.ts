import { pause } from '../timers.ts';
import { dayMs } from '../units.ts';
import type { Services } from './services.ts';

/** How long a board in the trash can be brought back. */
export const trashDays = 30;

/** When a board that went to the trash then is deleted for good, in ms since 1970. */
export const deletedUntil = (deletedAt: number): number => deletedAt + trashDays * dayMs;

/** How often it is looked whether a board is closed by now. */
const closing = { looks: 40, everyMs: 50 } as const;

/**
 * Removes a board in the trash for good, with all that was ever on it and all who could come in; its pictures go with the next sweep
 * where no other board has them. Nothing is done while it is open: what is drawn there would be stored behind it. Returns what it found:
 * `open` where it was not closed within two seconds, as it is soon after it was thrown away; `elsewhere` where it was brought back or
 * removed meanwhile. `person`: whose word it is, where it is not its time; `before`: it is only if it went to the trash before that (ms since 1970), as the one that was
 * found then may have been brought back and thrown away anew.
 */
export async function removeForGood(
  {
    rooms,
    store,
    repositories,
    audit,
    timers,
  }: Pick<Services, 'rooms' | 'store' | 'repositories' | 'audit' | 'timers'>,
  board: string,
  {
    person,
    before = Number.POSITIVE_INFINITY,
  }: { readonly person?: string | undefined; readonly before?: number } = {},
): Promise<'removed' | 'elsewhere' | 'open'> {
  let found: 'removed' | 'elsewhere' = 'removed';
  const remove = async (): Promise<true> => {
    const trashedAt = (await repositories.boards.find(board))?.deletedAt;
    // Another server may bring it back until this is said, however long ago this one looked.
    const isDue = trashedAt !== undefined && trashedAt < before;
    if (!isDue || !(await repositories.boards.condemn(board, trashedAt))) {
      found = 'elsewhere';
      return true;
    }
    await store.remove(board);
    await repositories.boards.remove(board);
    // Another server may still have it open.
    rooms.close(board, 'NO_SUCH_BOARD');
    audit('board.remove', { board, person });
    return true;
  };
  for (let look = 1; ; look++) {
    if (await rooms.whileClosed(board, remove)) return found;
    if (look === closing.looks) return 'open';
    await pause(timers, closing.everyMs);
  }
}
