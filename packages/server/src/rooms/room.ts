import {
  atLeast,
  changesDocument,
  encodeLive,
  encodeNotice,
  encodeRole,
  Failure,
  type FailureCode,
  isEmptyUpdate,
  type LiveHead,
  liveHead,
  mayWrite,
  type NoticeMessage,
  type Person,
  type Role,
  readLive,
} from '@gesso/crdt-schema';
import type { Present } from '../bus/bus.ts';
import type { Stay } from '../stores/repositories.ts';
import { closeWay } from './close-way.ts';
import { type ClientFrame, encodePresence, readFrame } from './frames.ts';
import { type Access, type ClientSocket, createMember, type Member } from './member.ts';
import { closeIfTooSlow, deliver, deliverSync, deliverUnlessCrowded, isCrowded } from './outgoing/backpressure.ts';
import { degraded } from './outgoing/notices.ts';
import { leave, refuseMember } from './refuse-member.ts';
import { ask, createRoomParts, type RoomDeps, type RoomParts } from './room-parts.ts';
import { outcomeOf, type StayFound } from './stays.ts';
import type { IncomingUpdate } from './updates/incoming-update.ts';
import { learnOwners } from './updates/learn-owners.ts';

/** Shorter than the 30 s without a data frame after which y-websocket gives a connection up. */
const heartbeatMs = 15_000;

const keepAlive = encodePresence([]);

/** One connection's way into a room. */
export interface Connection {
  /** Takes a frame. Never throws: what is refused ends this connection and no other. */
  receive(frame: Uint8Array): void;
  refuse(failure: Failure): void;
  leave(): void;
}

/** A board that is loaded: the people connected to it, and its one copy of the document. */
export interface Room {
  join(access: Access, socket: ClientSocket, gesso: boolean): Connection;
  /** Merges an update that did not come over a socket; resolves when it is on disk. Rejects with a `Failure`. */
  merge(incoming: Omit<IncomingUpdate, 'done' | 'refused'>): Promise<void>;
  /** The update that gives the board another name. */
  naming(name: string): Uint8Array;
  /**
   * Resolves with the whole document once what is in it is on disk; while the store fails at once, as members are shown what is not stored.
   * Rejects with `STORE_UNAVAILABLE` where what is in it never will be.
   */
  state(): Promise<Uint8Array>;
  /** Takes what other servers have stored, and shows it. */
  follow(updates: readonly Uint8Array[]): void;
  /** Ends the connections of members who wrote under the client id of another person. */
  refuseAuthors(authors: Iterable<Member>): void;
  /** Shows a frame that another server passed on. */
  relay(frame: Uint8Array): void;
  /** Tells those members whom the rule picks, and returns how many that are. */
  notify(notice: NoticeMessage, rule?: (access: Access) => boolean): number;
  /** Ends the connections the rule picks, and tells how many. */
  close(code: FailureCode, rule: (access: Access) => boolean): number;
  /**
   * Ends the connections of those whose way in is gone: with `REVOKED` where nothing else lets them in, which is final to a client, and with
   * `ROLE_CHANGED` otherwise, upon which they come back with what they may do now. Nothing of theirs is taken, and nothing shown to them, while
   * that is found out. Resolves to how many that are, and never rejects.
   */
  closeWay(isGone: (access: Access) => boolean): Promise<number>;
  /** What is kept of those who are connected. */
  stays(): readonly Stay[];
  /** Ends the connections of those who may do something else by now, as was found, than they did when they came. Never rejects. */
  reconsider(found: ReadonlyMap<Stay, StayFound>): Promise<void>;
  /** Resolves as soon as all that was sent in time has been taken, or refused by `stop`. */
  drained(): Promise<void>;
  /** Takes nothing more of what waits, and tells those who wait for an answer. */
  stop(failure: Failure): void;
  rename(who: Pick<Access, 'person' | 'colorChosen'>): void;
  /** A person who is connected, by their id. */
  person(id: string): Person | undefined;
  /** The color a person wears here, or wore when they were here last. */
  color(person: string): string | undefined;
  /** How a person who is connected came in, and what they may do. */
  access(id: string): Pick<Access, 'role' | 'link'> | undefined;
  /** People who are connected, each once and at most so many. */
  people(most: number): readonly Person[];
  /** The same for other servers, with what each may do and the link they came by. */
  present(): readonly Present[];
  /** Tells other servers all that is shown of people who are here. */
  tellPresence(): void;
  /** Takes what another server says of where its people are. */
  hear(frame: Uint8Array, from: string): void;
  /** Another server has nobody here any more. */
  leaveServer(from: string): void;
  tick(now: number): Promise<void>;
  readonly members: number;
  readonly inFlight: number;
  destroy(): void;
}

/**
 * What a live message is, and the client it says it is from. Who may not draw may point and react: of those it is read whole, so that
 * nothing else, and nothing large, comes under the name of it. Throws `Failure`.
 */
function headOf(body: Uint8Array, role: Role): LiveHead {
  const read = mayWrite(role) ? undefined : readLive(body);
  const head = read ?? liveHead(body);
  if (head === undefined) throw new Failure('MALFORMED', 'live');
  if (!mayWrite(role) && read?.type !== 'laser' && read?.type !== 'react') throw new Failure('FORBIDDEN', 'live');
  return head;
}

function relayLive({ clientIds, outbox, now, onLive }: RoomParts, member: Member, body: Uint8Array): void {
  const { client, type } = headOf(body, member.access.role);
  if (!member.liveBudget.take(now())) return;
  if (type === 'react' && !member.reactionBudget.take(now())) return;
  if (!clientIds.claim(client, member)) return;
  const frame = encodeLive(body);
  outbox.live(frame, member);
  outbox.soon();
  onLive(frame);
}

function handle(parts: RoomParts, member: Member, frame: ClientFrame): void {
  switch (frame.type) {
    case 'step1':
      parts.responder.answer(member, frame.stateVector);
      break;
    case 'update': {
      const { update, history } = frame;
      if (isEmptyUpdate(update)) break;
      parts.pipeline.receive({ update, access: member.access, author: member, count: member.received, history });
      break;
    }
    case 'presence':
      parts.presence.receive(member, frame.entries);
      break;
    case 'queryPresence':
      // The answer is large and the question a byte or two: it is given as seldom as the whole document, and only to a member it will reach.
      if (!isCrowded(member.socket.backlog) && member.queryBudget.take(parts.now()))
        deliverSync(member, parts.presence.frame() ?? keepAlive, parts.now());
      break;
    case 'live':
      relayLive(parts, member, frame.body);
      break;
  }
}

function receive(parts: RoomParts, member: Member, bytes: Uint8Array): void {
  if (member.left) return;
  try {
    if (changesDocument(bytes)) member.received++;
    handle(parts, member, readFrame(bytes));
  } catch (error) {
    refuseMember(parts, member, error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
  }
}

/** Who is connected, each once and at most so many; those of one person beyond that are not counted. */
function peopleOf(members: ReadonlySet<Member>, most: number): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { access } of members) {
    if (people.size === most) break;
    people.set(access.person.id, access.person);
  }
  return [...people.values()];
}

/** The same with what each may do; of several connections of one person, by the one that lets them do most. */
function presentOf(members: ReadonlySet<Member>): readonly Present[] {
  const people = new Map<string, Present>();
  for (const { access } of members) {
    const { person, role, link } = access;
    const before = people.get(person.id);
    if (before === undefined || !atLeast(before.role, role)) people.set(person.id, { person, role, link });
  }
  return [...people.values()];
}

/** A connection of this person. */
function lineOf(members: ReadonlySet<Member>, id: string): Member | undefined {
  return [...members].find(({ access }) => access.person.id === id);
}

function join(parts: RoomParts, access: Access, socket: ClientSocket, gesso: boolean): Connection {
  const { commits, colors, presence, members, now } = parts;
  const person = { ...access.person, color: colors.join(access) };
  const member = createMember({ ...access, person }, socket, gesso, now(), lineOf(members, person.id));
  if (gesso) deliver(member, encodeRole({ role: access.role, you: person }), now());
  if (gesso && commits.degraded) deliver(member, encodeNotice(degraded), now());
  ask(parts, [member]);
  const others = presence.frame();
  // A newcomer is not slow for having been given with its welcome all that others show, however much that is.
  if (others !== undefined) deliverSync(member, others, now());
  members.add(member);
  parts.onPeople();
  return {
    receive: (bytes) => receive(parts, member, bytes),
    refuse: (failure) => refuseMember(parts, member, failure),
    leave: () => leave(parts, member),
  };
}

function close(parts: RoomParts, code: FailureCode, rule: (access: Access) => boolean): number {
  const picked = [...parts.members].filter((member) => rule(member.access));
  for (const member of picked) {
    member.socket.close(code);
    leave(parts, member);
  }
  // Members that are sent to another server keep what they have sent: it is carried out to its end.
  if (code !== 'DRAINING') parts.pipeline.rejectFrom(() => new Failure(code), rule);
  return picked.length;
}

async function reconsider(parts: RoomParts, found: ReadonlyMap<Stay, StayFound>): Promise<void> {
  const connected = [...parts.members].map(({ access }) => access);
  const { gone, codes } = outcomeOf(connected, found);
  const isIn =
    (stays: ReadonlySet<Stay>) =>
    ({ stay }: Access): boolean =>
      stay !== undefined && stays.has(stay);
  for (const [code, stays] of codes) close(parts, code, isIn(stays));
  if (gone.size > 0) await closeWay(parts, isIn(gone));
}

/** Does what is due by the clock: ends expired connections, and keeps the others alive. */
async function tick(parts: RoomParts, at: number): Promise<void> {
  const { colors, presence, members } = parts;
  presence.forget(at);
  colors.forget(at);
  const isOver = ({ until }: Access): boolean => until !== undefined && until <= at;
  for (const member of [...members]) {
    closeIfTooSlow(member, at);
    if (!isOver(member.access) && at - member.sentAt >= heartbeatMs) deliverUnlessCrowded(member, keepAlive, at);
  }
  await closeWay(parts, isOver);
}

/** Shows a person's new name and color, to the others and to every page of theirs. */
function rename(parts: RoomParts, who: Pick<Access, 'person' | 'colorChosen'>): void {
  const { members, colors, presence, now } = parts;
  const person = { ...who.person, color: colors.change(who) };
  for (const member of members) {
    if (member.access.person.id !== person.id) continue;
    member.access = { ...member.access, person };
    if (member.gesso) deliver(member, encodeRole({ role: member.access.role, you: person }), now());
    presence.refresh(member);
    parts.onPeople();
  }
}

/** Applies what other servers have stored. It was judged there, and is not judged again. */
function follow(parts: RoomParts, updates: readonly Uint8Array[]): void {
  const { replica, outbox, publication, pipeline, clientIds, ownerOf, onBroken } = parts;
  outbox.noteBehind();
  try {
    replica.apply(updates);
  } catch {
    onBroken();
    return;
  }
  publication.show(updates);
  pipeline.followed(updates.reduce((sum, { length }) => sum + length, 0));
  if (ownerOf !== undefined) void learnOwners({ replica, clientIds, ownerOf }, updates);
}

export const createRoom = (deps: RoomDeps): Room => {
  const parts = createRoomParts(deps);
  const { replica, members, now, outbox, colors, presence, publication, pipeline } = parts;
  return {
    join: (access, socket, gesso) => join(parts, access, socket, gesso),
    merge: (incoming) =>
      new Promise((resolve, reject) => {
        const done = (stored: boolean): void => (stored ? resolve() : reject(new Failure('STORE_UNAVAILABLE')));
        pipeline.receive({ ...incoming, done, refused: reject });
      }),
    naming: (name) => replica.naming(name),
    state: () =>
      new Promise((resolve, reject) => {
        const everything = replica.everything();
        publication.afterStored(
          () => resolve(everything),
          () => reject(new Failure('STORE_UNAVAILABLE')),
        );
      }),
    follow: (updates) => follow(parts, updates),
    refuseAuthors(authors) {
      for (const author of authors)
        refuseMember(parts, author, new Failure('NOT_YOUR_ID', 'it became another person’s'));
    },
    relay(frame) {
      outbox.live(frame, undefined);
      outbox.soon();
    },
    notify(notice, rule = () => true) {
      const frame = encodeNotice(notice);
      const told = [...members].filter(({ gesso, access }) => gesso && rule(access));
      for (const member of told) deliver(member, frame, now());
      return told.length;
    },
    close: (code, rule) => close(parts, code, rule),
    closeWay: (isGone) => closeWay(parts, isGone),
    stays: () => [...members].flatMap(({ access }) => access.stay ?? []),
    reconsider: (found) => reconsider(parts, found),
    drained: () => pipeline.drained(),
    stop: (failure) =>
      pipeline.rejectFrom(
        () => failure,
        () => true,
      ),
    rename: (who) => rename(parts, who),
    person: (id) => lineOf(members, id)?.access.person,
    color: colors.of,
    access: (id) => lineOf(members, id)?.access,
    people: (most) => peopleOf(members, most),
    present: () => presentOf(members),
    tellPresence: () => presence.tellAll(),
    hear: (frame, from) => presence.hear(frame, from, now()),
    leaveServer: (from) => presence.leaveServer(from, now()),
    tick: (at) => tick(parts, at),
    get members() {
      return members.size;
    },
    get inFlight() {
      return publication.inFlight + pipeline.waiting;
    },
    destroy() {
      presence.stop();
      outbox.stop();
      replica.destroy();
    },
  };
};
