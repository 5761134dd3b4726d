import { createHash } from 'node:crypto';
import type { Person } from '@gesso/crdt-schema';

export const isColor = (color: string): boolean => /^#[0-9a-f]{6}$/.test(color);

/** How the ids begin that the server itself gives to people, and what `personOf` makes of a long one. */
const ownIds = /^(?:guest-|visitor-|id-|account:|operator$)/;

/**
 * The id of a person whom another system's accounts name. No token makes it the id of a guest, of a visitor, or of what
 * another account looks like: those are told apart by a prefix, and all others stay what they are.
 */
export const accountId = (subject: string): string => (ownIds.test(subject) ? `account:${subject}` : subject);

/** A person as others see them. A host's own id may be of any form; what travels is short and plain, and still one per person. */
export const personOf = ({ id, name, color }: Person): Person => ({ id: shownId(id), name, color });

/** A person's id as others see it: short and plain, and never that of another person. */
export const shownId = (id: string): string =>
  /^[\w-]{1,64}$/.test(id) && !id.startsWith('id-') ? id : `id-${createHash('sha256').update(id).digest('base64url')}`;
