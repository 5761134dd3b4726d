import { Failure, type FailureCode } from '@gesso/crdt-schema';
import type { Timers } from '../timers.ts';
import type { Access, Member } from './member.ts';
import { leave, type MemberParts } from './refuse-member.ts';

/** How long it may take to find out who may return (ms); who is asked about longer returns, and is told then. */
const patienceMs = 500;

/** Where it cannot be found out they are told when they come back. */
async function codeFor({ mayReturn: ask }: Access): Promise<FailureCode> {
  const mayReturn = ask === undefined ? false : await ask().catch(() => true);
  return mayReturn ? 'ROLE_CHANGED' : 'REVOKED';
}

/**
 * Ends the connections of those whose way in is gone. They are out of the room before this returns: nothing they send is taken from then on, and they
 * are shown nothing more. With which code they are closed is asked of all of them together. Resolves to how many that are, and never rejects.
 */
export async function closeWay(
  parts: MemberParts & { readonly timers: Timers },
  isGone: (access: Access) => boolean,
): Promise<number> {
  const gone = [...parts.members].filter(({ access }) => isGone(access));
  for (const member of gone) leave(parts, member);
  parts.pipeline.rejectFrom(() => new Failure('ROLE_CHANGED'), isGone);
  if (gone.length === 0) return 0;
  const late = Promise.withResolvers<FailureCode>();
  const giveUp = parts.timers.after(patienceMs, () => late.resolve('ROLE_CHANGED'));
  const close = async ({ access, socket }: Member): Promise<void> =>
    socket.close(await Promise.race([codeFor(access), late.promise]));
  await Promise.all(gone.map(close));
  giveUp();
  return gone.length;
}
