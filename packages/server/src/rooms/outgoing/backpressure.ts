import { KiB, MiB } from '../../units.ts';
import type { Member } from '../member.ts';
import type { Batch } from './frame-batch.ts';

/** Above this, a socket gets no presence, no live ink and no changes: it is brought up to date when it has drained. */
const crowdedBytes = 1 * MiB;
/** Below this, it has drained. */
const drainedBytes = 64 * KiB;
/** Above this, or after being crowded for so long, a socket is closed and catches up by a new sync. */
const tooSlow = { bytes: 8 * MiB, ms: 10_000 } as const;

export const isCrowded = (backlog: number): boolean => backlog > crowdedBytes;
export const isDrained = (backlog: number): boolean => backlog <= drainedBytes;

/** A frame that must arrive. Closes a member that cannot keep up: what it misses it gets by a fresh sync. */
export const deliver = (member: Member, frame: Uint8Array, now: number): void => {
  if (member.left) return;
  member.socket.send(frame);
  member.sentAt = now;
  closeIfTooSlow(member, now);
};

/** A frame that is worthless when late: left out for a member whose connection is full. */
export const deliverUnlessCrowded = (member: Member, frame: Uint8Array, now: number): void => {
  if (member.left || isCrowded(member.socket.backlog)) return;
  member.socket.send(frame);
  member.sentAt = now;
};

/** Several frames in one write, where the socket can do that. The sender looks whether the member keeps up. */
export const sendBatch = (member: Member, { frames, framed }: Batch, now: number): void => {
  if (member.left) return;
  const { socket } = member;
  if (socket.sendFramed !== undefined) socket.sendFramed(framed());
  else for (const frame of frames) socket.send(frame);
  member.sentAt = now;
};

/** A sync may be larger than any backlog; the member is not slow for having been given it. */
export const deliverSync = (member: Member, frame: Uint8Array, now: number): void => {
  member.grace = Math.max(member.grace, member.socket.backlog) + frame.length;
  deliver(member, frame, now);
};

/** Closes a member that has fallen too far behind. Called with every frame and by the clock. */
export const closeIfTooSlow = (member: Member, now: number, backlog = member.socket.backlog): void => {
  if (backlog <= crowdedBytes) {
    member.grace = 0;
    member.slowSince = undefined;
    return;
  }
  // A member that is still taking in a sync is busy, not slow, as long as it gets on with it.
  if (member.grace === 0) member.slowSince ??= now;
  const stuck = member.slowSince !== undefined && now - member.slowSince > tooSlow.ms;
  if (stuck || backlog > tooSlow.bytes + member.grace) member.socket.close('TOO_SLOW');
};
