import type { Services } from '../services/services.ts';

/** Half of the second within which a link that was turned off has to be felt. */
const lookEveryMs = 500;
/** Where there are other servers, one whose word was lost is made up for by looking again so often. */
const reconsiderEveryMs = 30_000;

export interface RevocationsDeps
  extends Pick<Services, 'rooms' | 'repositories' | 'hooks' | 'log' | 'now' | 'openBoards' | 'timers'> {
  /** Whether another process changed the database since the last call. */
  readonly changedElsewhere: () => boolean;
}

/**
 * Ends connections whose token or link ran out, or whose link was turned off by a command beside this server; what is turned off through the server
 * itself ends at once, without this, and what is through another server by the bus. Returns what stops it.
 */
export const watchRevocations = (deps: RevocationsDeps): (() => void) => {
  const { log, timers } = deps;
  const stop = timers.every(lookEveryMs, () => {
    applyRevocations(deps).catch((error) => log.error({ err: error }, 'revoked links were not looked at'));
  });
  const stopReconsidering = deps.rooms.shared ? timers.every(reconsiderEveryMs, reconsidering(deps)) : () => undefined;
  return () => {
    stop();
    stopReconsidering();
  };
};

/** Looks at one board after the other, and at all of them before it begins anew. */
const reconsidering = ({ rooms, openBoards }: RevocationsDeps): (() => Promise<void>) => {
  let isLooking = false;
  return async () => {
    if (isLooking) return;
    isLooking = true;
    for (const board of [...openBoards]) await rooms.reconsider(board);
    isLooking = false;
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
