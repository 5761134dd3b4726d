import { mayWrite } from '@gesso/crdt-schema';
import type { BoardRecord, Membership } from '../stores/repositories.ts';
import type { Grant } from './hooks.ts';

/**
 * What is left of a grant by the word of the board's owner: nothing for a person who was sent away, the role they were given, and no
 * drawing while only the owner draws. `grant`: what their links say.
 */
export const standingOf = (
  { ownerDraws }: Pick<BoardRecord, 'ownerDraws'>,
  membership: Membership | undefined,
  grant: Grant | undefined,
): Grant | undefined => {
  if (membership === 'none') return undefined;
  // A role by the owner's word stays when a link is turned off.
  const given: Grant | undefined = membership === undefined ? grant : { role: membership };
  return given !== undefined && ownerDraws && mayWrite(given.role) ? { ...given, role: 'commenter' } : given;
};
