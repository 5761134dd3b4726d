import {
  atLeast,
  changesDocument,
  encodeLive,
  encodeNotice,
  encodeRole,
  Failure,
  type FailureCode,
  isEmptyUpdate,
  limits,
  liveClient,
  type NoticeMessage,
  type Person,
} from '@gesso/crdt-schema';
import type { Heap } from '../quotas/heap.ts';
import { systemTimers, type Timers } from '../timers.ts';
import type { Backlog } from './backlog.ts';
import { checkPace, deliver, deliverIfRoomy, deliverSync, isCrowded } from './backpressure.ts';
import { createClientIdOwnership } from './client-id-ownership.ts';
import type { Commits } from './commits.ts';
import { createEfforts } from './efforts.ts';
import { type ClientFrame, encodePresence, encodeStep1, encodeStep2, readFrame } from './frames.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import { type Access, bucket, type Member, type Wire } from './member.ts';
import { degraded } from './notices.ts';
import { createOutbox } from './outbox.ts';
import { createPresence } from './presence.ts';
import type { Replica } from './replica.ts';
import type { Slice } from './slicing.ts';
import { createUpdatePipeline, type DocumentCommit } from './update-pipeline.ts';

/** How long what was worked out for a person may take to be paid for (ms), before they have to come back later. */
const mostOwedMs = 30_000;

/** Shorter than the 30 s without a data frame after which y-websocket gives a connection up. */
const heartbeatMs = 15_000;
/** Full states a connection may ask for: one a second, a few at once. */
const syncs = { perSecond: 1, burst: 5 } as const;

const keepAlive = encodePresence([]);

export interface RoomEvents {
  /** May throw a `Failure` to refuse an update before it is applied. */
  beforeUpdate(board: string, update: Uint8Array, access: Access, continued: boolean): void;
  onStored(board: string, bytes: number): void;
  /** What somebody sent was refused and their connection ended. */
  onRefused(board: string, access: Access, failure: Failure): void;
}

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
  readonly events: RoomEvents;
  readonly onStored: (bytes: number, updates: number) => void;
  readonly onBroken: () => void;
}

/** One connection's way into a room. */
export interface Connection {
  /** Takes a frame. Never throws: what is refused ends this connection and no other. */
  receive(frame: Uint8Array): void;
  refuse(failure: Failure): void;
  leave(): void;
}

/** A board that is loaded: the people connected to it, and its one copy of the document. */
export interface Room {
  join(access: Access, wire: Wire, gesso: boolean): Connection;
  /** Merges an update that did not come over a socket; resolves when it is on disk. Rejects with a `Failure`. */
  merge(offer: Omit<IncomingUpdate, 'done' | 'refused'>): Promise<void>;
  /** The update that gives the board another name. */
  naming(name: string): Uint8Array;
  /** The whole document once what is in it is on disk. */
  state(): Promise<Uint8Array>;
  notify(notice: NoticeMessage): void;
  /** Ends the connections the rule picks, and tells how many. */
  close(code: FailureCode, rule: (access: Access) => boolean): number;
  /** Resolves as soon as all that was sent in time has been taken, or refused by `stop`. */
  settle(): Promise<void>;
  /** Takes nothing more of what waits, and tells those who wait for an answer. */
  stop(failure: Failure): void;
  rename(person: Person): void;
  tick(now: number): void;
  readonly members: number;
  readonly inFlight: number;
  destroy(): void;
}

export const createRoom = (deps: RoomDeps): Room => {
  const { board, replica, commits, now, events, timers = systemTimers } = deps;
  const efforts = createEfforts();
  const members = new Set<Member>();
  /** Frames that were sent, by the state in them, for as long as the replica gives that same state. */
  const frames = new WeakMap<Uint8Array, Uint8Array>();
  const claims = createClientIdOwnership(deps.owners, (client) => presence.lose(client, now()));
  const outbox = createOutbox({
    members,
    now,
    timers: deps.timers,
    gather: () => presence.join(),
    shown: () => document.shown(),
    catchUp: (member, since) => catchUp(member, since),
  });
  const presence = createPresence({
    ...(deps.timers === undefined ? {} : { timers: deps.timers }),
    claims,
    broadcast: (frame) => {
      outbox.presence(frame);
      outbox.soon();
    },
    slack: () => (outbox.busy ? outbox.tick() : 0),
    refuse: (member, failure) => refuse(member, failure),
  });
  const document = createUpdatePipeline({
    ...deps,
    claims,
    outbox,
    beforeUpdate: (update, access, continued) => events.beforeUpdate(board, update, access, continued),
    refuse: (member, failure) => refuse(member, failure),
    notify: (member, notice) => {
      if (member.gesso) deliver(member, encodeNotice(notice), now());
    },
    askAgain(members) {
      const question = encodeStep1(document.onDisk());
      for (const member of members) deliver(member, question, now());
    },
  });

  const ask = (member: Member): void => deliver(member, encodeStep1(document.onDisk()), now());

  const refuse = (member: Member, failure: Failure): void => {
    if (member.left) return;
    events.onRefused(board, member.access, failure);
    member.wire.close(failure.code);
    leave(member);
    document.bar(failure, (_access, author) => author === member);
  };

  const leave = (member: Member): void => {
    if (member.left) return;
    member.left = true;
    members.delete(member);
    const clients = claims.release(member);
    presence.leave(member, now());
    document.leave(member, clients);
  };

  const receive = (member: Member, frame: ClientFrame): void => {
    switch (frame.type) {
      case 'step1':
        answerSync(member, frame.stateVector);
        break;
      case 'update': {
        const { update, answer: history } = frame;
        if (isEmptyUpdate(update)) break;
        document.offer({ update, access: member.access, author: member, count: member.received, history });
        break;
      }
      case 'presence':
        presence.receive(member, frame.entries);
        break;
      case 'queryPresence':
        // All of it for a byte or two: as seldom as the whole document, and looked up only for whom it will reach.
        if (!isCrowded(member.wire.backlog) && member.queryBudget.take(now()))
          deliverSync(member, presence.frame() ?? keepAlive, now());
        break;
      case 'live':
        relayLive(member, frame.body);
        break;
    }
  };

  /** What is answered is on disk, like everything a peer ever sees. */
  const answerSync = (member: Member, stateVector: Uint8Array): void => {
    if (!member.syncBudget.take(now())) throw new Failure('RATE_LIMITED', 'sync requests');
    const effort = efforts.of(member.access.person.id);
    const from = timers.elapsed();
    const owed = effort.charge(0, from);
    if (owed > mostOwedMs) throw new Failure('RATE_LIMITED', 'sync work');
    // Everything may be there already: whoever has had enough worked out for them gets that, whatever they say they have.
    if (owed > 0) send(member, replica.everything());
    else sendSince(member, stateVector);
    effort.charge(timers.elapsed() - from, timers.elapsed());
  };

  /** Whoever has had much worked out waits for this as well: nothing is lost by it, and the line had no room before. */
  const catchUp = (member: Member, since: Uint8Array): boolean => {
    const effort = efforts.of(member.access.person.id);
    const from = timers.elapsed();
    if (effort.charge(0, from) > 0) return false;
    sendSince(member, since);
    effort.charge(timers.elapsed() - from, timers.elapsed());
    return true;
  };

  const send = (member: Member, update: Uint8Array): void => {
    const answer = framed(update);
    document.afterStored(() => deliverSync(member, answer, now()));
  };

  /** One frame for all who are given the same: when many come at once, one board is copied and held, and not one for each. */
  const framed = (update: Uint8Array): Uint8Array => {
    const frame = frames.get(update) ?? encodeStep2(update);
    frames.set(update, frame);
    return frame;
  };

  const sendSince = (member: Member, stateVector: Uint8Array): void => send(member, replica.since(stateVector));

  const relayLive = (member: Member, body: Uint8Array): void => {
    if (!atLeast(member.access.role, 'editor')) throw new Failure('FORBIDDEN', 'live');
    if (!member.liveBudget.take(now())) return;
    const client = liveClient(body);
    if (client === undefined) throw new Failure('MALFORMED', 'live');
    if (!claims.take(client, member)) return;
    outbox.live(encodeLive(body), member);
    outbox.soon();
  };

  return {
    join(access, wire, gesso) {
      const member: Member = {
        access,
        wire,
        gesso,
        left: false,
        received: 0,
        open: new Set(),
        saved: 0,
        sentAt: now(),
        grace: 0,
        slowSince: undefined,
        missed: undefined,
        syncBudget: bucket(syncs.perSecond, syncs.burst),
        queryBudget: bucket(syncs.perSecond, syncs.burst),
        liveBudget: bucket(limits.livePerSecond, limits.livePerSecond),
      };
      if (gesso) deliver(member, encodeRole({ role: access.role, you: access.person }), now());
      if (gesso && commits.degraded) deliver(member, encodeNotice(degraded), now());
      ask(member);
      const others = presence.frame();
      // However much others show, nobody is slow for having been given it at the door.
      if (others !== undefined) deliverSync(member, others, now());
      members.add(member);
      return {
        receive(bytes) {
          if (member.left) return;
          try {
            if (changesDocument(bytes)) member.received++;
            receive(member, readFrame(bytes));
          } catch (error) {
            refuse(member, error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
          }
        },
        refuse: (failure) => refuse(member, failure),
        leave: () => leave(member),
      };
    },
    merge: (offer) =>
      new Promise((resolve, reject) => {
        const done = (stored: boolean): void => (stored ? resolve() : reject(new Failure('STORE_UNAVAILABLE')));
        document.offer({ ...offer, done, refused: reject });
      }),
    naming: (name) => replica.naming(name),
    state: () =>
      new Promise((resolve) => {
        const state = replica.everything();
        document.afterStored(() => resolve(state));
      }),
    notify(notice) {
      const frame = encodeNotice(notice);
      for (const member of members) if (member.gesso) deliver(member, frame, now());
    },
    close(code, rule) {
      const picked = [...members].filter((member) => rule(member.access));
      for (const member of picked) {
        member.wire.close(code);
        leave(member);
      }
      // Of those who are only sent elsewhere what they sent is taken to its end.
      if (code !== 'DRAINING') document.bar(new Failure(code), rule);
      return picked.length;
    },
    settle: () => document.settle(),
    stop: (failure) => document.bar(failure, () => true),
    rename(person) {
      for (const member of members) {
        if (member.access.person.id !== person.id) continue;
        member.access = { ...member.access, person };
        presence.refresh(member);
      }
    },
    tick(at) {
      presence.forget(at);
      document.bar(new Failure('REVOKED', 'expired'), ({ until }) => until !== undefined && until <= at);
      for (const member of [...members]) {
        checkPace(member, at);
        if (member.access.until !== undefined && member.access.until <= at)
          refuse(member, new Failure('REVOKED', 'expired'));
        else if (at - member.sentAt >= heartbeatMs) deliverIfRoomy(member, keepAlive, at);
      }
    },
    get members() {
      return members.size;
    },
    get inFlight() {
      return document.inFlight;
    },
    destroy() {
      presence.stop();
      outbox.stop();
      replica.destroy();
    },
  };
};
