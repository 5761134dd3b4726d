import './globals.ts';
import {
  checkUpdate,
  Failure,
  failures,
  isEmptyUpdate,
  limits,
  mayWrite,
  messageType,
  type Role,
  readServerMessage,
  readUpdate,
  relayLimits,
  syncType,
} from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { SyncStatus } from '../packages/canvas-app/src/network/status.ts';
import { readFrame } from '../packages/server/src/rooms/frames.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Flaw } from './cluster.ts';
import { createConvergenceOracle } from './convergence-oracle.ts';
import type { Editor, EditorWatch } from './editor.ts';
import { canary } from './edits.ts';
import type { ServerEnd } from './net.ts';
import { type Apart, createPresenceOracle } from './presence-oracle.ts';
import { type Contents, createContents } from './replica-of-updates.ts';
import { boardId, type Watch } from './server.ts';
import type { VirtualTime } from './time.ts';

/** A promise that was broken. */
export class Violation extends Error {
  /** Which promise, in a word: what a shrunk plan must still break. */
  readonly promise: string;

  constructor(promise: string, message: string) {
    super(`${promise}: ${message}`);
    this.name = 'Violation';
    this.promise = promise;
  }
}

/** What the world knows about its people and no server is asked. */
export interface Society {
  /** Who may never change anything: client ids of viewers. */
  readonly viewers: () => ReadonlySet<number>;
  /** The person behind a client id, where the world made it. */
  readonly personOf: (client: number) => string | undefined;
  /** Since when (virtual ms) a person may not be on the board any more. */
  readonly outSince: (person: string) => number | undefined;
  /** Hostile editors may delete anything, the canary too. */
  readonly canaryIsSafe: boolean;
  readonly expectsRefusal: (editor: Editor) => boolean;
  /** Whether a person uses the app as it is. */
  readonly isHonest: (person: string) => boolean;
  /** Whether the server at the other end need not have found out yet that a person may not be there any more. */
  readonly mayNotKnow: (end: ServerEnd, person: string, since: number) => boolean;
  /** Where there are several servers: what each shows of people on others. */
  readonly apart: Apart | undefined;
  /** What of a log that servers share is as it may not be. */
  readonly flaw: () => Flaw | undefined;
}

export interface Oracles extends Watch, EditorWatch {
  /** After each step, when nothing is left to happen in it. Throws a `Violation`. */
  check(): Promise<void>;
  /** A person without a socket was told that this is stored. */
  answered(what: string, update: Uint8Array): void;
  /** The disk may have become another one: what was promised is looked up anew. */
  diskChanged(): void;
  /** A process is gone, and what it had in memory only. */
  restarted(node: number): void;
  /** Whether a server has heard of this client id from its owner, on a connection that it believes in. */
  isLive(client: number, node: number): boolean;
  /** The server on which a client id was last spoken for. */
  serverOf(client: number): number | undefined;
  /** Whether a person was ever told that what they are shown may not last. */
  wasWarned(person: string): boolean;
  /** Whether a person may only look by now: an id of theirs is free for who writes under it, as nothing of theirs is. */
  looksOnly(person: string): boolean;
  /** Whether the disk knows whose this client id is. */
  isOwned(client: number): boolean;
  /** What a start after a power cut would load now. */
  durable(): Promise<Contents>;
  /** In the end: whether a document is what everybody left it as. */
  judge(doc: Y.Doc): void;
}

interface Promised {
  readonly what: string;
  readonly update: Uint8Array;
}

/** What a person drew, and on which page. */
interface Own {
  readonly update: Uint8Array;
  readonly page: number;
}

interface Guest {
  readonly person: string;
  readonly since: number;
  /** It was told that changes are not being saved, and may be shown some that are not. */
  warned: boolean;
  readonly frames: Uint8Array[];
  saved: number;
}

const nothing = new Uint8Array();
/** What one stored part may hold: the same as a whole board. */
const wholeBoard = {
  bytes: limits.boardBytes,
  structs: limits.syncStepBytes,
  ranges: limits.syncStepBytes,
} as const;

/** What a frame may take the server, no matter who sent it: what an update may, and a look at a board of this size. */
const mostEffort = limits.updateSteps + 30_000;
const effortPerByte = 20;

/** What a person has said: all of a record, but of a pin that they pinned it. Where it is, others may say who change the board. */
const commentOf = (person: string, key: string, record: unknown): string =>
  JSON.stringify([person, key, key.includes(':') ? record : 'pinned']);

/** How soon a revoked link must stop working (ms). */
const revokedMs = 1_000;

export const createOracles = (time: VirtualTime, society: Society, afterPowerCut: () => Store): Oracles => {
  const guests = new Map<ServerEnd, Guest>();
  const warned = new Set<string>();
  /** What people were told last that they may do. */
  const roles = new Map<string, Role>();
  const looksOnly = (person: string): boolean => !mayWrite(roles.get(person) ?? 'editor');
  const intents = createConvergenceOracle();
  const mine = new Map<Editor, Own[]>();
  /** Every record of the comments that an honest person has written: person, key and content. */
  const comments = new Set<string>();
  let due: Promised[] = [];
  const promised = createContents();
  /** What was read from the disk last, and what it amounts to. */
  let parts: readonly Uint8Array[] = [];
  let disk: Contents | undefined;
  let owners: ReadonlyMap<number, string> = new Map();
  /** What each server told that it has, by client. */
  const seen = new Map<number, Map<number, number>>();
  let broken: Violation | undefined;
  let stale = false;

  const breach = (promise: string, message: string): void => {
    broken ??= new Violation(promise, message);
  };

  const attendance = createPresenceOracle({ time, personOf: society.personOf, apart: society.apart, breach });

  /** Each comment in the name of an honest person has to be one that they wrote. */
  const attest = (cm: Y.Map<unknown>): void => {
    for (const [key, record] of cm) {
      const { u = '' } = record as { readonly u?: string };
      if (society.isHonest(u) && !comments.has(commentOf(u, key, record)))
        breach('attested', `${key} was stored in the name of ${u}, who did not write it`);
    }
  };

  const durable = async (): Promise<Contents> => {
    const loaded = await afterPowerCut().load(boardId);
    const grown = parts.every((part, i) => Buffer.compare(part, loaded.parts[i] ?? nothing) === 0);
    for (const part of grown ? loaded.parts.slice(parts.length) : loaded.parts) {
      const excess = checkUpdate(part, wholeBoard);
      if (excess !== undefined) breach('limits', `${excess.message} (${excess.detail}) was stored`);
    }
    if (disk === undefined || !grown) disk = createContents(loaded.parts);
    else for (const part of loaded.parts.slice(parts.length)) disk.add(part);
    parts = loaded.parts;
    if (!grown && !disk.has(promised.update())) breach('durable', 'the disk lost what had been promised');
    owners = loaded.owners ?? owners;
    attest(disk.doc.getMap('cm'));
    const viewers = society.viewers();
    for (const author of disk.authors())
      if (viewers.has(author)) breach('viewer', `something of the viewer ${author} was stored`);
    if (society.canaryIsSafe && promised.doc.getMap('el').has(canary) && !disk.doc.getMap('el').has(canary))
      breach('viewer', 'the canary was deleted');
    return disk;
  };

  const hold = async (): Promise<void> => {
    const now = due;
    due = [];
    for (const { what, update } of now) {
      if (!disk?.has(update) && !(await durable()).has(update)) breach('durable', `${what}, and is not on the disk`);
      promised.add(update);
    }
  };

  /** Everything ever promised, against the disk as it is now. */
  const recheck = async (): Promise<void> => {
    stale = false;
    if (!(await durable()).has(promised.update())) breach('durable', 'the disk lost what had been promised');
  };

  const sync = (end: ServerEnd, guest: Guest, decoder: decoding.Decoder): void => {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder).slice();
    if (step === syncType.step1) {
      // It tells of what is on disk, so a new process knows all that its predecessors knew.
      const told = Y.decodeStateVector(body);
      const before = seen.get(end.node) ?? new Map<number, number>();
      for (const [client, clock] of before)
        if ((told.get(client) ?? 0) < clock) breach('monotone', `the server forgot ${client}:${clock}`);
      for (const [client, clock] of told) before.set(client, clock);
      seen.set(end.node, before);
    } else if (!guest.warned) {
      due.push({
        what: `${step === syncType.step2 ? 'an answer' : 'an update'} was shown to ${end.from}`,
        update: body,
      });
    }
  };

  const saved = (end: ServerEnd, guest: Guest, count: number): void => {
    if (count > guest.frames.length) breach('durable', `${end.from} was told of ${count} frames and sent fewer`);
    for (const frame of guest.frames.slice(guest.saved, count)) {
      const read = readFrame(frame);
      // What a sync step 2 says of others may be left to them. What it says of its sender is checked at its `saved`.
      // A reader's is acknowledged unopened, if it says nothing new; then nothing was promised of what cannot be opened.
      if (read.type === 'update' && !read.history && !(readUpdate(read.update) instanceof Failure))
        due.push({ what: `an update of ${end.from} was acknowledged`, update: read.update });
    }
    guest.saved = Math.max(guest.saved, count);
  };

  /** News is of what its sender wrote, however much more they have heard. */
  const spoke = (end: ServerEnd, { person }: Guest, update: Uint8Array): void => {
    if (!society.isHonest(person)) return;
    for (const client of Y.parseUpdateMeta(update).to.keys())
      if (society.personOf(client) !== person) breach('echo', `${end.from} sent the words of ${client} as news`);
  };

  return {
    admitted(end, person) {
      guests.set(end, { person, since: time.now(), warned: false, frames: [], saved: 0 });
      attendance.came(end, person);
    },
    received(end, frame) {
      const guest = guests.get(end);
      if (guest === undefined) return;
      try {
        const read = readFrame(frame);
        if (read.type === 'update' && !isEmptyUpdate(read.update)) guest.frames.push(frame);
        if (read.type === 'update' && !read.history) spoke(end, guest, read.update);
        if (read.type === 'presence') for (const { client } of read.entries) attendance.claimed(end, client);
      } catch {
        // Malformed: the server will say so.
      }
    },
    worked(end, frame, effort) {
      if (effort > mostEffort + effortPerByte * frame.length)
        breach('work', `${end.from} made the server look at ${Math.round(effort)} things with ${frame.length} bytes`);
    },
    sent(end, frame) {
      const guest = guests.get(end);
      if (guest === undefined) return;
      const decoder = decoding.createDecoder(frame);
      const type = decoding.readVarUint(decoder);
      if (type === messageType.sync) sync(end, guest, decoder);
      else if (type === messageType.awareness) attendance.told(end, frame);
      else {
        const message = readServerMessage(type, decoder);
        if (message?.type === 'saved') saved(end, guest, message.count);
        if (message?.type === 'role') roles.set(guest.person, message.role);
        if (message?.type !== 'notice') return;
        if (message.code === 'STORE_UNAVAILABLE') {
          guest.warned = true;
          warned.add(guest.person);
        }
        if (message.code === 'STORE_RECOVERED') guest.warned = false;
      }
    },
    left(end) {
      attendance.left(end);
      guests.delete(end);
    },
    broke: (what) => breach('internal', what),

    made(editor, update) {
      if (society.viewers().has(editor.doc.clientID)) return;
      const list = mine.get(editor);
      const own = { update, page: editor.doc.clientID };
      if (list === undefined) mine.set(editor, [own]);
      else list.push(own);
    },
    acted(editor, act) {
      if (editor.role !== 'viewer') intents.record(act);
    },
    tookBackForeign: ({ name }, client) => breach('undo', `${name} took back what ${client} did`),
    commented({ person }, key, record) {
      // Who moves a pin has not pinned it.
      if ((record as { readonly u?: string }).u === person) comments.add(commentOf(person, key, record));
    },
    robbed({ name, person }) {
      if (!looksOnly(person)) breach('robbed', `another person writes as ${name}`);
    },
    closed(editor, kept) {
      mine.set(
        editor,
        (mine.get(editor) ?? []).filter(({ update }) => kept.has(update)),
      );
    },
    showed(editor, { sync: state, reason, unsaved }: SyncStatus) {
      if (state === 'saved') {
        if (unsaved > 0) breach('status', `${editor.name} shows saved with ${unsaved} unsaved`);
        // A page of a person who may only look knows nothing of what an earlier page could not save.
        const looks = editor.role === 'viewer' || society.expectsRefusal(editor);
        for (const { update, page } of mine.get(editor) ?? [])
          if (!looks || page === editor.doc.clientID) due.push({ what: `${editor.name} shows saved`, update });
        mine.set(editor, []);
      }
      if (state === 'refused' && !society.expectsRefusal(editor) && !(reason !== undefined && failures[reason].retry))
        breach('refused', `${editor.name} was turned away: ${reason}`);
    },

    async check() {
      for (const [end, { person, since }] of guests) {
        const out = society.outSince(person);
        if (!end.open || out === undefined || society.mayNotKnow(end, person, out)) continue;
        if (since > out) breach('revoked', `${person} was let in after the link was turned off`);
        if (time.now() - out > revokedMs)
          breach('revoked', `${person} is still here ${Math.round(time.now() - out)} ms after the link was turned off`);
      }
      attendance.check();
      if (due.length > 0) await hold();
      if (stale) await recheck();
      const flaw = society.flaw();
      if (flaw !== undefined) breach(flaw.promise, flaw.message);
      if (broken !== undefined) throw broken;
    },
    answered: (what, update) => void due.push({ what, update }),
    diskChanged() {
      stale = true;
    },
    restarted(node) {
      for (const end of guests.keys()) if (end.node === node) guests.delete(end);
      attendance.clear(node);
      stale = true;
    },
    wasWarned: (person) => warned.has(person),
    looksOnly,
    isOwned: (client) => owners.has(client),
    isLive: attendance.isLive,
    serverOf: attendance.serverOf,
    durable,
    judge(doc) {
      const excess = checkUpdate(Y.encodeStateAsUpdate(doc), wholeBoard);
      if (excess !== undefined) breach('limits', `the board holds what none may: ${excess.message}`);
      for (const [id, text] of doc.getMap('tx'))
        if (text instanceof Y.Text && text.length > relayLimits.textLengthTogether)
          breach('limits', `the text of ${id} has ${text.length} characters`);
      // Anyone who speaks frame by frame may do anything an editor may, and nobody saw them do it.
      const contradiction = society.canaryIsSafe ? intents.contradiction(doc) : undefined;
      if (contradiction !== undefined) breach('intent', contradiction);
    },
  };
};
