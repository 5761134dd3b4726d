import { atLeast, mayWrite } from '@gesso/crdt-schema';
import type { BoardRecord, LinkRole, Membership } from '../stores/repositories.ts';
import type { Grant } from './hooks.ts';

/** What the links of one who has left may give at most; undefined for every other membership. */
const limitOf = (membership: Membership | undefined): LinkRole | undefined => {
  if (membership === 'at-most-viewer') return 'viewer';
  return membership === 'at-most-commenter' ? 'commenter' : undefined;
};

/** A membership as its owner gave it. */
export const givenRole = (membership: Membership): LinkRole | 'none' => {
  if (membership === 'at-most-viewer' || membership === 'at-most-commenter') return limitOf(membership) ?? 'viewer';
  return membership;
};

function granted(membership: Membership | undefined, grant: Grant | undefined): Grant | undefined {
  if (membership === undefined) return grant;
  if (membership === 'none') return undefined;
  const limit = limitOf(membership);
  // A role by the owner's word stays when a link is turned off.
  if (limit === undefined) return { role: givenRole(membership) as LinkRole };
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
