import { type CommentWrite, mayWrite } from '@gesso/crdt-schema';
import type { Access } from '../member.ts';

/** The key of a record that a thread is resolved. */
const resolved = /:r$/;
/** The key of a pin: it says where a thread is, and who pinned it. */
const pin = /^[^:]+$/;

/**
 * Whether a person may do this to a record of the comments. What is new names them: that it does is all that attests who wrote it. What
 * they replace or take away is theirs, but that a thread is resolved anyone may say anew; and the owner of the board may take away
 * all of it, rewriting none.
 */
const isOwnComment = ({ key, author, before }: CommentWrite, { person, role }: Access): boolean => {
  if (author !== undefined && author !== person.id) return false;
  if (before === undefined || before === person.id || resolved.test(key)) return true;
  return author === undefined && role === 'owner';
};

/**
 * What of an update goes along with pins that are moved. Who may change the board may pin a thread elsewhere: the record goes on naming
 * the one who pinned it, and those that it was written in place of go with it, one after the other. What is deleted and replaced by
 * nothing is no move: a record that has no place behind the one that stands is lost as it comes, and the thread would be with it.
 */
function withMoves(writes: readonly CommentWrite[]): ReadonlySet<CommentWrite> {
  const isMove = ({ key, author, before, origin }: CommentWrite): boolean =>
    author !== undefined && author === before && origin !== undefined && pin.test(key);
  const along = new Set(writes.filter(isMove));
  const nameOf = (client: number, clock: number) => `${client} ${clock}`;
  const gone = new Map(
    writes
      .filter(({ author }) => author === undefined)
      .map((write) => [nameOf(write.client, write.clock + write.length - 1), write]),
  );
  // What is deleted has no origin of its own to follow; a set is walked through with what is added meanwhile.
  for (const { key, origin } of along) {
    const replaced = origin === undefined ? undefined : gone.get(nameOf(origin.client, origin.clock));
    if (replaced?.key === key) along.add(replaced);
  }
  return along;
}

/** What of an update a person may not do to the comments. */
export const notOwnComments = (writes: readonly CommentWrite[], access: Access): readonly CommentWrite[] => {
  const others = writes.filter((write) => !isOwnComment(write, access));
  if (others.length === 0 || !mayWrite(access.role)) return others;
  const along = withMoves(writes);
  return others.filter((write) => !along.has(write));
};
