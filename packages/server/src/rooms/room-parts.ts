import { encodeNotice } from '@gesso/crdt-schema';
import type { Present } from '../bus/bus.ts';
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
import { type ClientIdOwnership, createClientIdOwnership, type Speaker } from './updates/client-id-ownership.ts';
import type { Commits, Refusal } from './updates/commits.ts';
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
  /** Whether the board has a log already, as far as is known. */
  readonly isLogged?: () => boolean;
  readonly onStored: (bytes: number, seqs: readonly number[], updates: readonly Uint8Array[]) => void;
  /** Nothing of the room is stored any more, because of what another server did. */
  readonly onRefused: (commits: readonly DocumentCommit[], why: Refusal) => void;
  /** Tells other servers what is shown and never stored. */
  readonly onLive: (frame: Uint8Array) => void;
  readonly onPresence: (frame: Uint8Array) => void;
  /** A person came, left, or is called otherwise. */
  readonly onPeople: () => void;
  /** Whether other servers have people on the board, and who that is. */
  readonly isShared: () => boolean;
  readonly elsewhere: () => readonly Present[];
  /** Whom a client id belongs to by what is stored; absent where no other server stores anything. */
  readonly ownerOf?: ((client: number) => Promise<string | undefined>) | undefined;
  readonly onBroken: () => void;
}

/** What a room is made of. */
export interface RoomParts extends RoomDeps {
  readonly timers: Timers;
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
  const { board, replica, now, events, timers = systemTimers } = deps;
  const members = new Set<Member>();
  /** Where another server shows a person under an id whose role it has not told yet, they may write. */
  const speakerElsewhere = (client: number): Speaker | undefined => {
    const person = presence.elsewhere(client);
    if (person === undefined) return undefined;
    const { role = 'editor' } = deps.elsewhere().find((one) => one.person.id === person) ?? {};
    return { person, role };
  };
  const clientIds = createClientIdOwnership(deps.owners, (client) => presence.lose(client, now()), speakerElsewhere);
  const outbox: Outbox = createOutbox({
    members,
    others: () => deps.elsewhere().length,
    now,
    timers,
    gather: () => presence.join(),
    written: () => publication.written(),
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
    isShared: deps.isShared,
    tell: deps.onPresence,
    onGoneElsewhere: (client) => pipeline.leftElsewhere([client]),
    slack: () => (outbox.busy ? outbox.tick() : 0),
    refuse: (member, failure) => refuseMember(parts, member, failure),
  });
  const publication = createPublication({ ...deps, outbox });
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
  const colors = createColors(() => deps.elsewhere().map(({ person }) => person));
  const parts: RoomParts = {
    ...deps,
    timers,
    members,
    clientIds,
    outbox,
    colors,
    presence,
    publication,
    responder,
    pipeline,
  };
  return parts;
};
