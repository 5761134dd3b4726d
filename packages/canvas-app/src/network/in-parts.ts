import { type BoardDoc, encodeState, partsOf, syncType } from '@gesso/crdt-schema';
import type { StatusTracker } from './status.ts';
import { syncFrame } from './y-websocket-adapter.ts';

/** What an answer needs of the connection. */
export interface AnswerDeps {
  readonly doc: BoardDoc;
  readonly send: (frame: Uint8Array) => void;
  readonly mayWrite: () => boolean;
  /** Counts the frames that have left by this socket, and that not all of an answer has. */
  readonly tracker: Pick<StatusTracker, 'frames' | 'owes'>;
  /** Ends this socket: the next one is asked anew. */
  readonly drop: () => void;
}

/** An answer that is under way in parts. */
export interface PartedAnswer {
  /** What leaves now: nothing of the document, one of the parts, or all that is new since. */
  sends: 'nothing' | 'part' | 'rest';
  /** The server has so many frames of this socket. */
  stored(count: number): void;
}

/** Bytes of one part: the server reads it within a second, and has room for others of the same person beside it. */
const partBytes = 4 * 1024 * 1024;

/**
 * Sends what a server lacks in parts, each once it has stored the one before, and in the end what is new since: that may build on all
 * parts. Begins at once; goes on whenever `parted.stored` is called.
 */
export function sendInParts(
  { doc, send, tracker }: AnswerDeps,
  parted: PartedAnswer,
  update: Uint8Array,
  stateVector: Uint8Array,
): void {
  const { parts, vector } = partsOf(update, stateVector, partBytes);
  const left = [...parts];
  let awaited = 0;
  const goOn = (): void => {
    const part = left.shift();
    parted.sends = part === undefined ? 'rest' : 'part';
    send(part === undefined ? syncFrame(syncType.step2, encodeState(doc, vector)) : syncFrame(syncType.update, part));
    if (part !== undefined) parted.sends = 'nothing';
    awaited = part === undefined ? Number.POSITIVE_INFINITY : tracker.frames();
  };
  parted.stored = (count) => {
    if (count >= awaited) goOn();
  };
  goOn();
}
