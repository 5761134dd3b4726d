import type { Failure } from '@gesso/crdt-schema';
import type { Member } from './member.ts';
import type { Colors } from './presence/colors.ts';
import type { Presence } from './presence/presence.ts';
import type { RoomEvents } from './room-events.ts';
import type { ClientIdOwnership } from './updates/client-id-ownership.ts';
import type { UpdatePipeline } from './updates/pipeline.ts';

/** The parts of a room that know its members. */
export interface MemberParts {
  readonly board: string;
  readonly members: Set<Member>;
  readonly clientIds: ClientIdOwnership;
  readonly colors: Colors;
  readonly presence: Presence;
  readonly pipeline: UpdatePipeline;
  readonly events: RoomEvents;
  readonly onPeople: () => void;
  readonly now: () => number;
}

/** Takes a member out of the room. */
export function leave(parts: MemberParts, member: Member): void {
  const { members, clientIds, colors, presence, pipeline, now } = parts;
  if (member.left) return;
  member.left = true;
  members.delete(member);
  const clients = clientIds.release(member);
  presence.leave(member, now());
  colors.leave(member.access.person.id, now());
  pipeline.leave(member, clients);
  parts.onPeople();
}

/**
 * Where every refused update or message ends: closes the member's connection with the failure's code, and takes nothing more of what
 * it sent.
 */
export function refuseMember(parts: MemberParts, member: Member, failure: Failure): void {
  if (member.left) return;
  parts.events.onRefused(parts.board, member.access, failure);
  member.socket.close(failure.code);
  leave(parts, member);
  parts.pipeline.rejectFrom(
    () => failure,
    (_access, author) => author === member,
  );
}
