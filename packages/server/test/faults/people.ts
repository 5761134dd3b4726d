/** People who draw and look on whatever becomes of the servers, and come again and again. */

import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import type { After } from '../support/spawned.ts';
import { type Sync, sync } from '../survive/client.ts';

/** How soon somebody whose connection has ended comes again, and how soon they give up one that does not come about (ms). */
const againMs = 100;
const givesUpMs = 3_000;
/** Somebody draws so often (ms), and no more than so much that is not known to be on disk. */
const drawsEveryMs = 10;
const mostUnsaved = 300;
/** Somebody who could not come to a server so often goes to the next. */
const triesBeforeMoving = 2;

/** The codes with which a server ends a connection for good: nothing that is done here is a reason for one. */
const isFinal = (code: number): boolean => code >= 4400 && code <= 4499;

/** The board, and where the servers are at the moment; undefined of one that is not there. */
export interface Meeting {
  readonly board: string;
  readonly addresses: () => readonly (string | undefined)[];
  readonly after: After;
  /** For pauses: what happens in a round does not hang on it. */
  readonly random: () => number;
}

export interface Who {
  readonly name: string;
  readonly cookie: string;
  /** The server they come to. Who draws goes to another one where that does not let them in, who looks on waits. */
  readonly at: number;
}

interface Common extends Who {
  readonly meeting: Meeting;
  at: number;
  line: Sync | undefined;
  /** They have by now what their server had when they came. */
  isSynced: boolean;
  isGone: boolean;
  /** Codes with which they were sent away for good. */
  readonly refusals: number[];
}

/** What somebody was shown of others. */
interface Shown {
  /** By a server that had not said that it cannot store: it is promised to last. */
  readonly seen: Set<string>;
  /** Under that warning, over the connection there is. */
  readonly underWarning: Set<string>;
  isWarned: boolean;
}

export interface Person {
  readonly name: string;
  /** The server they are at, or on their way to. */
  readonly at: number;
  /** Ids of elements that others have drawn and that were shown without a warning. */
  readonly seen: ReadonlySet<string>;
  /** The copy they have at the moment. */
  readonly doc: Y.Doc;
  readonly refusals: readonly number[];
  /** They are connected, and all of theirs is saved. */
  readonly isSettled: boolean;
  /** What there is to know of them when a round does not end. */
  readonly account: string;
  leave(): Promise<void>;
}

export interface Writer extends Person {
  /** Ids of their elements that the server has acknowledged. */
  readonly saved: readonly string[];
  /** Draws nothing new. */
  rest(): void;
  /** Leaves the server they are at for the next, without a word. */
  move(): void;
}

/** Notes what comes from others into a copy. */
const noteShown = (doc: Y.Doc, shown: Shown): void => {
  doc.getMap('el').observe((event, { local }) => {
    if (local) return;
    for (const id of event.keysChanged) (shown.isWarned ? shown.underWarning : shown.seen).add(id);
  });
};

const shownOf = (): Shown => ({ seen: new Set(), underWarning: new Set(), isWarned: false });

function hearNotice(shown: Shown, code: string): void {
  if (code === 'STORE_UNAVAILABLE') shown.isWarned = true;
  if (code !== 'STORE_RECOVERED') return;
  shown.isWarned = false;
  for (const id of shown.underWarning) shown.seen.add(id);
  shown.underWarning.clear();
}

/** What was shown under a warning is no promise once the connection has ended: the server may be gone with it. */
function forgetWarned(shown: Shown): void {
  shown.isWarned = false;
  shown.underWarning.clear();
}

/** Connects again and again until they are gone. `connect` makes the connection to an address. */
async function keepComing(common: Common, connect: (url: string) => Sync, moves: boolean): Promise<void> {
  const { meeting } = common;
  let failures = 0;
  while (!common.isGone) {
    const addresses = meeting.addresses();
    const url = addresses[common.at];
    if (url !== undefined) {
      common.line = connect(url);
      const code = await common.line.ended;
      common.line = undefined;
      if (isFinal(code) && !common.isGone) common.refusals.push(code);
    }
    failures = common.isSynced ? 0 : failures + 1;
    common.isSynced = false;
    if (moves && failures >= triesBeforeMoving) {
      common.at = (common.at + 1) % addresses.length;
      failures = 0;
    }
    if (!common.isGone) await pause(againMs * (0.5 + meeting.random()));
  }
}

const commonOf = (who: Who, meeting: Meeting): Common => ({
  ...who,
  meeting,
  line: undefined,
  isSynced: false,
  isGone: false,
  refusals: [],
});

/** Somebody who draws without a break, also while there is no connection. */
export function createWriter(who: Who, meeting: Meeting): Writer {
  const doc = new Y.Doc();
  const common = commonOf(who, meeting);
  const shown = shownOf();
  const random = seededRandom(Math.floor(meeting.random() * 2 ** 32));
  const own: string[] = [];
  let savedUpTo = 0;
  /** How much of what was ever drawn is on disk, as far as this connection tells. */
  let known = 0;
  let isResting = false;
  noteShown(doc, shown);

  const draw = (): void => {
    const id = `${who.name}${String(own.length).padStart(12 - who.name.length, '0')}`;
    own.push(id);
    const far = (): number => Math.round(random() * 1e6) / 16;
    doc.getMap('el').set(id, { t: 'r', x: far(), y: far(), w: far(), h: far(), z: `a${own.length}`, c: '#112233' });
  };
  const drawOn = async (): Promise<void> => {
    while (!isResting && !common.isGone) {
      if (own.length - known < mostUnsaved) draw();
      await pause(drawsEveryMs * (0.5 + random()));
    }
  };
  const connect = (url: string): Sync => {
    /** For each frame sent, how much of what was ever drawn is on disk when that frame is. */
    const frames: number[] = [];
    known = 0;
    forgetWarned(shown);
    return sync({ url, board: meeting.board, cookie: who.cookie }, doc, {
      after: meeting.after,
      withinMs: givesUpMs,
      onSent: () => void frames.push(own.length),
      onSaved(count) {
        known = frames[count - 1] ?? 0;
        savedUpTo = Math.max(savedUpTo, known);
      },
      onSynced() {
        common.isSynced = true;
        // What is on the server already is not sent again, and so not acknowledged.
        if (frames.length === 0) known = own.length;
      },
      onNotice: (code) => hearNotice(shown, code),
    });
  };
  const comings = keepComing(common, connect, true);
  const drawing = drawOn();
  return {
    name: who.name,
    doc,
    seen: shown.seen,
    refusals: common.refusals,
    get at() {
      return common.at;
    },
    get saved() {
      return own.slice(0, savedUpTo);
    },
    get isSettled() {
      return common.line !== undefined && common.isSynced && known === own.length;
    },
    get account() {
      return `${who.name} at server ${common.at}: ${common.line === undefined ? 'away' : 'there'}, ${common.isSynced ? 'synced' : 'not synced'}, ${known} of ${own.length} known to be saved`;
    },
    rest() {
      isResting = true;
    },
    move() {
      common.at = (common.at + 1) % meeting.addresses().length;
      common.line?.cut();
    },
    async leave() {
      common.isGone = true;
      common.line?.cut();
      await Promise.all([comings, drawing]);
      doc.destroy();
    },
  };
}

/** Somebody who looks on, with an empty page each time. */
export function createWatcher(who: Who, meeting: Meeting): Person {
  const common = commonOf(who, meeting);
  const shown = shownOf();
  let doc = new Y.Doc();
  const connect = (url: string): Sync => {
    doc.destroy();
    doc = new Y.Doc();
    forgetWarned(shown);
    noteShown(doc, shown);
    return sync({ url, board: meeting.board, cookie: who.cookie }, doc, {
      after: meeting.after,
      withinMs: givesUpMs,
      onSynced() {
        common.isSynced = true;
      },
      onNotice: (code) => hearNotice(shown, code),
    });
  };
  const comings = keepComing(common, connect, false);
  return {
    name: who.name,
    at: who.at,
    seen: shown.seen,
    refusals: common.refusals,
    get doc() {
      return doc;
    },
    get isSettled() {
      return common.line !== undefined && common.isSynced;
    },
    get account() {
      return `${who.name} at server ${common.at}: ${common.line === undefined ? 'away' : 'there'}, ${common.isSynced ? 'synced' : 'not synced'}`;
    },
    async leave() {
      common.isGone = true;
      common.line?.cut();
      await comings;
      doc.destroy();
    },
  };
}

/** A page that is opened now: the board as a server gives it to who has nothing of it, or undefined where it does not in time. */
export async function newcomer(who: Who, meeting: Meeting): Promise<Y.Doc | undefined> {
  const url = meeting.addresses()[who.at];
  if (url === undefined) return undefined;
  const doc = new Y.Doc();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const line = sync({ url, board: meeting.board, cookie: who.cookie }, doc, {
    after: meeting.after,
    withinMs: givesUpMs,
    onSynced: () => resolve(true),
  });
  const isSynced = await Promise.race([promise, line.ended.then(() => false), pause(givesUpMs).then(() => false)]);
  line.cut();
  return isSynced ? doc : undefined;
}
