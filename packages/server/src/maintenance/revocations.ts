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
  const { timers } = deps;
  const stop = timers.every(lookEveryMs, applyingRevocations(deps));
  const { stays } = deps.repositories;
  const stopLookingAgain = stays === undefined ? undefined : timers.every(lookAgainEveryMs, lookingAgain(deps, stays));
  return () => {
    stop();
    stopLookingAgain?.();
  };
};

/** One look at a time, however slow the store is; that it fails is told once until it does not. */
const oneAtATime = (
  { log }: Pick<RevocationsDeps, 'log'>,
  look: () => Promise<void>,
  failed: string,
): (() => Promise<void>) => {
  let isLooking = false;
  let isFailing = false;
  return async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, failed);
      isFailing = true;
    } finally {
      isLooking = false;
    }
  };
};

/** What it cannot find out it finds out later, and nobody is sent away for it. */
const lookingAgain = (
  deps: RevocationsDeps,
  stays: NonNullable<RevocationsDeps['repositories']['stays']>,
): (() => Promise<void>) => {
  const { rooms, hooks, now } = deps;
  const look: Parameters<typeof rooms.reconsider>[0] = async (asked) => {
    const found = await stays(asked);
    return asked.map((stay, i) => {
      const facts = found[i];
      return facts === undefined ? 'unknown' : standingNow(stay, facts, hooks, now());
    });
  };
  return oneAtATime(deps, () => rooms.reconsider(look), 'it was not looked who may still be on their board');
};

/** Ends the connections of those whose link is not there any more. */
async function lookAtLinks({ rooms, repositories, openBoards }: RevocationsDeps): Promise<void> {
  for (const board of openBoards) {
    const known = new Set((await repositories.links.ofBoard(board)).map(({ id }) => id));
    await rooms.closeWayHere(board, ({ link }) => link !== undefined && !known.has(link));
  }
}

/** What is over by the clock does not wait for what is looked at in the store. */
const applyingRevocations = (deps: RevocationsDeps): (() => Promise<void>) => {
  const { rooms, hooks, now, openBoards, changedElsewhere } = deps;
  let isDue = false;
  const look = oneAtATime(
    deps,
    async () => {
      isDue = false;
      await lookAtLinks(deps).catch((error) => {
        isDue = true;
        throw error;
      });
    },
    'revoked links were not looked at',
  );
  return async () => {
    const at = now();
    rooms.closeHere('UNAUTHENTICATED', ({ knownUntil }) => knownUntil !== undefined && knownUntil <= at);
    const isOver = ({ until }: { readonly until?: number | undefined }): boolean => until !== undefined && until <= at;
    const over = [...openBoards].map((board) => rooms.closeWayHere(board, isOver));
    // A host application's links are its own: nothing about them stands in our records.
    if (changedElsewhere() && hooks.links) isDue = true;
    if (isDue) await look();
    await Promise.all(over);
  };
};
