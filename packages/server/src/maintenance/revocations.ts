import { standingNow } from '../auth/stays.ts';
import type { Services } from '../services/services.ts';

/** Half of the second within which a link that was turned off has to be felt. */
const lookEveryMs = 500;
/** Where there are other servers, a word of theirs that was lost is made up for within five seconds, the look itself included. */
const lookAgainEveryMs = 4_000;

export interface RevocationsDeps
  extends Pick<Services, 'rooms' | 'repositories' | 'hooks' | 'log' | 'now' | 'openBoards' | 'timers'> {
  /** Whether another process changed the database since the last call. */
  readonly changedElsewhere: () => boolean;
}

/**
 * Ends connections whose token or link ran out, or whose link was turned off by a command beside this server; what is turned off through the server
 * itself ends at once, without this, and what is through another server by the bus; where that was lost, by looking again. Returns what stops it.
 */
export const watchRevocations = (deps: RevocationsDeps): (() => void) => {
  const { log, timers } = deps;
  const stop = timers.every(lookEveryMs, () => {
    applyRevocations(deps).catch((error) => log.error({ err: error }, 'revoked links were not looked at'));
  });
  const { stays } = deps.repositories;
  const stopLookingAgain = stays === undefined ? undefined : timers.every(lookAgainEveryMs, lookingAgain(deps, stays));
  return () => {
    stop();
    stopLookingAgain?.();
  };
};

/** One look at a time, however slow the store is. What it cannot find out it finds out later, and nobody is sent away for it. */
const lookingAgain = (
  { rooms, hooks, log, now }: RevocationsDeps,
  stays: NonNullable<RevocationsDeps['repositories']['stays']>,
): (() => Promise<void>) => {
  const look: Parameters<typeof rooms.reconsider>[0] = async (asked) => {
    const found = await stays(asked);
    return asked.map((stay, i) => {
      const facts = found[i];
      return facts === undefined ? 'unknown' : standingNow(stay, facts, hooks, now());
    });
  };
  let isLooking = false;
  let isFailing = false;
  return async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await rooms.reconsider(look);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, 'it was not looked who may still be on their board');
      isFailing = true;
    } finally {
      isLooking = false;
    }
  };
};

const applyRevocations = async (deps: RevocationsDeps): Promise<void> => {
  const { rooms, repositories, hooks, now, openBoards, changedElsewhere } = deps;
  // A host application's links are its own: nothing about them stands in our records.
  const lookAtLinks = changedElsewhere() && hooks.links;
  const at = now();
  rooms.closeHere('UNAUTHENTICATED', ({ knownUntil }) => knownUntil !== undefined && knownUntil <= at);
  for (const board of openBoards) {
    await rooms.closeWayHere(board, ({ until }) => until !== undefined && until <= at);
    if (!lookAtLinks) continue;
    const known = new Set((await repositories.links.ofBoard(board)).map(({ id }) => id));
    await rooms.closeWayHere(board, ({ link }) => link !== undefined && !known.has(link));
  }
};
