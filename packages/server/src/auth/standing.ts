import { atLeast, mayWrite } from '@gesso/crdt-schema';
import type { BoardRecord, Membership } from '../stores/repositories.ts';
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
