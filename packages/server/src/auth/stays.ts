import type { FailureCode } from '@gesso/crdt-schema';
import type { Stay, StayFacts } from '../stores/repositories.ts';
import { isVisitor } from './guest-names.ts';
import type { ActiveHooks, Caller, Grant, Principal } from './hooks.ts';
import type { Sessions } from './sessions.ts';
import { grantBy } from './standing.ts';

/** What is kept of the session by which a person is known; nothing of one who is known by other means. */
export const sessionOf = (
  { hooks, sessions }: { readonly hooks: Pick<ActiveHooks, 'guests'>; readonly sessions: Pick<Sessions, 'hashIn'> },
  { id, signedIn }: Principal,
  cookies: Caller['cookies'],
): Uint8Array | undefined => (hooks.guests && !signedIn && !isVisitor(id) ? sessions.hashIn(cookies) : undefined);

/** `unknown`: a host application decides, and is not asked. Undefined where nothing lets a person in any more. */
export type StandingNow = Grant | FailureCode | 'unknown' | undefined;

/**
 * What a person may do now who was let in a while ago, or why they may not be there: with the code that they would have been told when
 * it changed. Whoever has a session under another secret by now comes back with it, and all others are told then that it is over.
 */
export function standingNow(
  { person }: Stay,
  { board, membership, links, isSessionOver }: StayFacts,
  hooks: Pick<ActiveHooks, 'links'>,
  at: number,
): StandingNow {
  if (isSessionOver) return 'SESSION_RENEWED';
  if (board === undefined) return 'NO_SUCH_BOARD';
  if (board.deletedAt !== undefined) return 'BOARD_IN_TRASH';
  if (!hooks.links) return 'unknown';
  if (membership === 'none' && board.owner !== person) return 'SENT_AWAY';
  return grantBy(person, { board, membership, links }, at);
}
