import { atLeast, mayWrite } from '@gesso/crdt-schema';
import type { BoardRecord, LinkRecord, Membership, StayFacts } from '../stores/repositories.ts';
import type { Grant } from './hooks.ts';

/** What the links of one who has left give at most. */
const limits = { 'at-most-viewer': 'viewer', 'at-most-commenter': 'commenter' } as const;
type Limit = keyof typeof limits;
type Given = Exclude<Membership, Limit>;

const isLimit = (membership: Membership): membership is Limit => Object.hasOwn(limits, membership);

/** A membership as its owner gave it. */
export const givenRole = (membership: Membership): Given => (isLimit(membership) ? limits[membership] : membership);

function granted(membership: Membership | undefined, grant: Grant | undefined): Grant | undefined {
  if (membership === undefined) return grant;
  if (membership === 'none') return undefined;
  // A role by the owner's word stays when a link is turned off.
  if (!isLimit(membership)) return { role: membership };
  const limit = limits[membership];
  return grant !== undefined && !atLeast(limit, grant.role) ? { ...grant, role: limit } : grant;
}

/**
 * What is left of a grant by the word of the board's owner: nothing for a person who was sent away, the role they were given, and no
 * drawing while only the owner draws. `grant`: what their links say.
 */
export const standingOf = (
  { ownerDraws }: Pick<BoardRecord, 'ownerDraws'>,
  membership: Membership | undefined,
  grant: Grant | undefined,
): Grant | undefined => {
  const given = granted(membership, grant);
  return given !== undefined && ownerDraws && mayWrite(given.role) ? { ...given, role: 'commenter' } : given;
};

/** What is kept that decides what a person may do on a board. */
export interface Deciding extends Pick<StayFacts, 'membership' | 'links'> {
  readonly board: Pick<BoardRecord, 'owner' | 'ownerDraws'>;
}

const isStronger = (one: LinkRecord['role'], other: Grant): boolean => !atLeast(other.role, one);

/** What a person may do by what is kept: as owner, by the strongest of their links that is not over at `at`, or by the owner's word. */
export function grantBy(person: string, { board, membership, links }: Deciding, at: number): Grant | undefined {
  if (board.owner === person) return { role: 'owner' };
  let best: Grant | undefined;
  for (const { id, role, expiresAt } of links) {
    if (expiresAt !== undefined && expiresAt <= at) continue;
    if (best === undefined || isStronger(role, best)) best = { role, link: id, until: expiresAt };
  }
  return standingOf(board, membership, best);
}
