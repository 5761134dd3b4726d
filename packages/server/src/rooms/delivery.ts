import { encodeSaved } from '@gesso/crdt-schema';
import type { Member } from './member.ts';

const MiB = 1024 * 1024;
/** Above this, a socket gets no presence and no live ink: it will not see them in time anyway. */
const crowdedBytes = 1 * MiB;
/** Above this, or after being crowded for so long, a socket is closed and catches up by a new sync. */
const tooSlow = { bytes: 8 * MiB, ms: 10_000 } as const;

/** A frame that must arrive. Closes a member that cannot keep up: what it misses it gets by a fresh sync. */
export const deliver = (member: Member, frame: Uint8Array, now: number): void => {
  if (member.left) return;
  member.wire.send(frame);
  member.sentAt = now;
  checkPace(member, now);
};

/** A frame that is worthless when late: left out for a member whose line is full. */
export const deliverIfRoomy = (member: Member, frame: Uint8Array, now: number): void => {
  if (member.left || member.wire.backlog > crowdedBytes) return;
  member.wire.send(frame);
  member.sentAt = now;
};

/** The first sync may be larger than any backlog; the member is not slow for having been given it. */
export const deliverFirstSync = (member: Member, frame: Uint8Array, now: number): void => {
  member.grace = Math.max(member.grace, member.wire.backlog) + frame.length;
  deliver(member, frame, now);
};

/** Closes a member that has fallen too far behind. Called with every frame and by the clock. */
export const checkPace = (member: Member, now: number): void => {
  const backlog = member.wire.backlog;
  if (backlog <= crowdedBytes) {
    member.grace = 0;
    member.slowSince = undefined;
    return;
  }
  if (member.grace === 0) member.slowSince ??= now;
  const stuck = member.slowSince !== undefined && now - member.slowSince > tooSlow.ms;
  if (stuck || backlog > tooSlow.bytes + member.grace) member.wire.close('TOO_SLOW');
};

/** Tells a member how much of what it sent is on disk. */
export const acknowledge = (member: Member, count: number, now: number): void => {
  if (count <= member.saved) return;
  member.saved = count;
  if (member.gesso) deliver(member, encodeSaved(count), now);
};
