import type { CommentWrite } from '@gesso/crdt-schema';
import type { Access } from '../member.ts';

/** The key of a record that a thread is resolved. */
const resolved = /:r$/;

/**
 * Whether a person may do this to a record of the comments. What is new names them: that it does is all that attests who wrote it. What
 * they replace or take away is theirs, but that a thread is resolved anyone may say anew; and the owner of the board may take away
 * all of it, rewriting none.
 */
export const isOwnComment = ({ key, author, before }: CommentWrite, { person, role }: Access): boolean => {
  if (author !== undefined && author !== person.id) return false;
  if (before === undefined || before === person.id || resolved.test(key)) return true;
  return author === undefined && role === 'owner';
};
