import { encodeNotice } from '@gesso/crdt-schema';
import type { Heap } from '../quotas/heap.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { encodeStep1 } from './frames.ts';
import type { Member } from './member.ts';
import { deliver } from './outgoing/backpressure.ts';
import { createOutbox, type Outbox } from './outgoing/outbox.ts';
import { type Colors, createColors } from './presence/colors.ts';
import { createPresence, type Presence } from './presence/presence.ts';
import { refuseMember } from './refuse-member.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomEvents } from './room-events.ts';
import { createSyncResponder, type SyncResponder } from './sync-responder.ts';
import type { Backlog } from './updates/backlog.ts';
import { type ClientIdOwnership, createClientIdOwnership } from './updates/client-id-ownership.ts';
import type { Commits } from './updates/commits.ts';
import type { MayTouch } from './updates/judge.ts';
import { createUpdatePipeline, type UpdatePipeline } from './updates/pipeline.ts';
import { createPublication, type DocumentCommit, type Publication } from './updates/publication.ts';
import type { Slice } from './updates/slicing.ts';

export interface RoomDeps {
  readonly board: string;
  readonly replica: Replica;
  /** Bytes of the board as it was loaded. */
  readonly size: number;
  /** Whom Yjs client ids belong to, as person ids. */
  readonly owners?: ReadonlyMap<number, string> | undefined;
  readonly commits: Commits<DocumentCommit>;
  readonly now: () => number;
  readonly timers?: Timers;
  readonly slice?: Slice | undefined;
  readonly backlog?: Backlog | undefined;
  readonly heap: Heap;
  /** Rights on parts of the board, where there are such. */
  readonly mayTouch?: MayTouch | undefined;
  readonly events: RoomEvents;
  readonly onStored: (bytes: number, seqs: readonly number[]) => void;
  /** Tells other servers what is shown and never stored. */
  readonly onLive: (frame: Uint8Array) => void;
  readonly onBroken: () => void;
}

/** What a room is made of. */
export interface RoomParts extends RoomDeps {
  readonly members: Set<Member>;
  readonly clientIds: ClientIdOwnership;
  readonly outbox: Outbox;
  readonly colors: Colors;
  readonly presence: Presence;
  readonly publication: Publication;
  readonly responder: SyncResponder;
  readonly pipeline: UpdatePipeline;
}

/** Asks members for all they have that is not on disk. */
export function ask({ publication, now }: RoomParts, members: Iterable<Member>): void {
  const question = encodeStep1(publication.onDisk());
  for (const member of members) deliver(member, question, now());
}

/** Makes the parts of a room. What comes in goes one way through them: pipeline, publication, outbox. */
export const createRoomParts = (deps: RoomDeps): RoomParts => {
  const { board, replica, commits, now, events, timers = systemTimers } = deps;
  const members = new Set<Member>();
  const clientIds = createClientIdOwnership(deps.owners, (client) => presence.lose(client, now()));
  const outbox: Outbox = createOutbox({
    members,
    now,
    timers,
    gather: () => presence.join(),
    shown: () => publication.shown(),
    catchUp: (member, since) => responder.catchUp(member, since),
  });
  const presence: Presence = createPresence({
    timers,
    clientIds,
    broadcast: (frame) => {
      outbox.presence(frame);
      outbox.soon();
    },
    slack: () => (outbox.busy ? outbox.tick() : 0),
    refuse: (member, failure) => refuseMember(parts, member, failure),
  });
  const publication = createPublication({ board, replica, commits, outbox, onStored: deps.onStored });
  const responder = createSyncResponder({ replica, publication, now, timers });
  const pipeline = createUpdatePipeline({
    ...deps,
    clientIds,
    publication,
    beforeUpdate: (update, access, continued) => events.beforeUpdate(board, update, access, continued),
    refuse: (member, failure) => refuseMember(parts, member, failure),
    notify: (member, notice) => {
      if (member.gesso) deliver(member, encodeNotice(notice), now());
    },
    askAgain: (members) => ask(parts, members),
  });
  const colors = createColors();
  const parts: RoomParts = { ...deps, members, clientIds, outbox, colors, presence, publication, responder, pipeline };
  return parts;
};
