import type { Services } from '../services/services.ts';

/** Half of the second within which a link that was turned off has to be felt. */
const lookEveryMs = 500;

export interface RevocationsDeps
  extends Pick<Services, 'rooms' | 'repositories' | 'hooks' | 'log' | 'now' | 'openBoards' | 'timers'> {
  /** Whether another process changed the database since the last call. */
  readonly changedElsewhere: () => boolean;
}

/**
 * Ends connections whose token or link ran out, or whose link was turned off by a command beside this server; what is turned off through the server
 * itself ends at once, without this. Returns what stops it.
 */
export const watchRevocations = (deps: RevocationsDeps): (() => void) => {
  const { log, timers } = deps;
  return timers.every(lookEveryMs, () => {
    applyRevocations(deps).catch((error) => log.error({ err: error }, 'revoked links were not looked at'));
  });
};

const applyRevocations = async (deps: RevocationsDeps): Promise<void> => {
  const { rooms, repositories, hooks, now, openBoards, changedElsewhere } = deps;
  // A host application's links are its own: nothing about them stands in our records.
  const lookAtLinks = changedElsewhere() && hooks.links;
  const at = now();
  rooms.closeEverywhere('UNAUTHENTICATED', ({ knownUntil }) => knownUntil !== undefined && knownUntil <= at);
  for (const board of openBoards) {
    await rooms.closeWay(board, ({ until }) => until !== undefined && until <= at);
    if (!lookAtLinks) continue;
    const known = new Set((await repositories.links.ofBoard(board)).map(({ id }) => id));
    await rooms.closeWay(board, ({ link }) => link !== undefined && !known.has(link));
  }
};
