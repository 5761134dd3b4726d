import { changesDocument, limits, messageType, syncType } from '@gesso/crdt-schema';
import type { FrameRules } from './board-socket.ts';

/** What the rules for outgoing frames ask of the connection. */
export interface FrameRulesDeps {
  readonly mayWrite: () => boolean;
  /** Returns what is asked for instead, by a question to the server. */
  readonly asking: (question: Uint8Array) => Uint8Array;
  /** Hears of each frame that has left. `withheld`: a reader keeps something that the server has not got. */
  readonly sent: (frame: Uint8Array, withheld: boolean) => void;
}

/** Returns whether a frame is this step of the sync protocol. Its first two bytes are type and step; both are below 128, so one byte each. */
export function isSync(frame: Uint8Array, step: number): boolean {
  return frame[0] === messageType.sync && frame[1] === step;
}

/** A large update as the sync step 2 it may travel as: the two differ in this one byte. */
function asSyncStep2(frame: Uint8Array): Uint8Array {
  const copy = frame.slice();
  copy[1] = syncType.step2;
  return copy;
}

/** What a person who may not write answers to the server's sync step 1. */
const nothing = Uint8Array.of(messageType.sync, syncType.step2, 2, 0, 0);

/** Sends each frame the way the server takes it, and tells of those that leave: acknowledgements count exactly these. */
export function frameRules({ mayWrite, asking, sent }: FrameRulesDeps): FrameRules {
  /** A reader may have seen what the server lost before it was stored. It is not theirs to bring back. */
  const isWithheld = (frame: Uint8Array): boolean => !mayWrite() && isSync(frame, syncType.step2);
  return {
    outgoing(frame) {
      if (isWithheld(frame)) return nothing;
      if (isSync(frame, syncType.step1)) return asking(frame);
      const isLarge = frame.length > limits.smallUpdateBytes && isSync(frame, syncType.update);
      return isLarge ? asSyncStep2(frame) : frame;
    },
    sent(frame) {
      if (isWithheld(frame)) sent(nothing, changesDocument(frame));
      else sent(frame, false);
    },
  };
}
