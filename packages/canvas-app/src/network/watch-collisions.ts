import { askingBack, type BoardDoc, type Clocks, collisionsIn, knowsOurs, syncType } from '@gesso/crdt-schema';
import type { UnsavedChanges } from './unsaved-changes.ts';
import { syncFrame } from './y-websocket-adapter.ts';

/** What the watch needs of the connection. */
export interface CollisionWatchDeps {
  readonly doc: BoardDoc;
  readonly own: UnsavedChanges;
  readonly send: (frame: Uint8Array) => void;
  /** What the one with this state vector lacks, where it is told that now. */
  readonly answer: (stateVector: Uint8Array) => Uint8Array | undefined;
  /** Whether the server has acknowledged all that was made here and all frames of this socket. */
  readonly allStored: () => boolean;
  /** Sets down the elements that have to be drawn again. False when that cannot be. */
  readonly setDown: (elements: ReadonlySet<string>) => Promise<boolean>;
  /** Hears of so many elements that could not be set down: this page is all there is of them. */
  readonly lost: (elements: number) => void;
}

/**
 * Finds out whether others have written under a client id of this device. If so, the document has to be left: the rest of it is
 * stored first, and what collides is set down.
 */
export interface CollisionWatch {
  /** Whether the document is being left. */
  readonly isLeaving: boolean;
  /** Returns a question to the server that asks for our own content as well, to see whether it is ours. */
  asking(question: Uint8Array): Uint8Array;
  /** Returns whether the one with this state vector can be answered now, and not only when it is known what collides. */
  mayAnswer(stateVector: Uint8Array): boolean;
  /** Returns whether the server's state may be applied; leaves the document when others have written under its ids. */
  mayApply(update: Uint8Array): boolean;
  /** Answers what had to wait. Call when the server's state has been applied. */
  answerHeld(): void;
  /** More is stored. */
  stored(): void;
  /** The socket is another one, or none. */
  reset(): void;
  /** The server has refused our client id: all that is not stored is another person's. */
  refused(): void;
}

const loadLeaving = () => import('./leave-document.ts');

/** How long the server is given to store what is left of a document that has to be left (ms). */
const leavingMs = 2_000;

/** Sets down the elements that were written from these clocks on, and tells where that cannot be. */
async function setDownFrom({ doc, setDown, lost }: CollisionWatchDeps, from: Clocks): Promise<void> {
  let elements: ReadonlySet<string> | undefined;
  try {
    elements = (await loadLeaving()).collidingElements(doc, from);
    if (await setDown(elements)) return;
  } catch {
    // It is told below.
  }
  lost(elements?.size ?? 1);
}

/** The rest of a document that has to be left, while it is being stored. */
interface Rest {
  readonly collisions: Clocks;
  readonly timer: ReturnType<typeof setTimeout>;
  isSent?: true;
}

export function watchCollisions(deps: CollisionWatchDeps): CollisionWatch {
  const { doc, own, send, answer, allStored } = deps;
  /** The server's state vector, while it is looked whether what it has collides. */
  let held: Uint8Array | undefined;
  let leaving = false;
  let waiting: Rest | undefined;

  const stopWaiting = () => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };

  /** Hands over what was written from these clocks on. */
  const leave = (from: Clocks) => {
    stopWaiting();
    void setDownFrom(deps, from);
  };
  const leaveWithAll = (collisions: Clocks) => leave(new Map([...collisions, ...own.begins()]));

  /** What was written under other ids may build on what is lost, and is lost with it. */
  const leaveOnceStored = () => {
    if (waiting?.isSent && allStored()) leave(new Map([...own.begins(), ...waiting.collisions]));
  };

  /** The page begins anew, on a fresh copy, once all that can be saved of this one is: `vector` is what the server has. */
  const beginLeaving = async (collisions: Clocks, vector: Uint8Array | undefined) => {
    if (leaving) return;
    leaving = true;
    if (vector === undefined) {
      leaveWithAll(collisions);
      return;
    }
    const begun: Rest = { collisions, timer: setTimeout(() => leaveWithAll(collisions), leavingMs) };
    waiting = begun;
    // Where it cannot be fetched, the time is up with nothing sent.
    const load = await loadLeaving().catch(() => undefined);
    if (waiting !== begun || load === undefined) return;
    send(syncFrame(syncType.step2, load.sinceWithout(doc, vector, collisions)));
    begun.isSent = true;
    leaveOnceStored();
  };

  return {
    get isLeaving() {
      return leaving;
    },
    asking(question) {
      const vector = askingBack(doc, own.begins());
      return vector === undefined ? question : syncFrame(syncType.step1, vector);
    },
    mayAnswer(stateVector) {
      if (own.begins().size === 0 || !knowsOurs(stateVector, own.begins())) return true;
      held = stateVector.slice();
      return false;
    },
    mayApply(update) {
      const begins = own.begins();
      const collisions = begins.size === 0 ? begins : collisionsIn(doc, update, begins);
      if (collisions.size > 0) void beginLeaving(collisions, held);
      return collisions.size === 0;
    },
    answerHeld() {
      const vector = held;
      held = undefined;
      const lacks = vector && answer(vector);
      if (lacks !== undefined) send(syncFrame(syncType.step2, lacks));
    },
    stored: leaveOnceStored,
    reset() {
      held = undefined;
      if (waiting === undefined) return;
      // What is left was not stored: the next socket finds all of this again.
      stopWaiting();
      leaving = false;
    },
    refused() {
      if (own.begins().size > 0) void beginLeaving(own.begins(), undefined);
    },
  };
}
