import { asTaken, changesDocument, isSync, messageType, syncType } from '@gesso/crdt-schema';
import type { FrameRules } from './board-socket.ts';

/** What the rules for outgoing frames ask of the connection. */
export interface FrameRulesDeps {
  readonly mayWrite: () => boolean;
  /** Whether updates stay here for now. */
  readonly holdsUpdates: () => boolean;
  /** Returns what is asked for instead, by a question to the server. */
  readonly asking: (question: Uint8Array) => Uint8Array;
  /** Hears of each frame that has left. `withheld`: a reader keeps something that the server has not got. */
  readonly sent: (frame: Uint8Array, withheld: boolean) => void;
}

/** What a person who may not write answers to the server's sync step 1. */
const nothing = Uint8Array.of(messageType.sync, syncType.step2, 2, 0, 0);

/** Sends each frame the way the server takes it, and tells of those that leave: acknowledgements count exactly these. */
export function frameRules({ mayWrite, holdsUpdates, asking, sent }: FrameRulesDeps): FrameRules {
  /** A reader may have seen what the server lost before it was stored. It is not theirs to bring back. */
  const isWithheld = (frame: Uint8Array): boolean => !mayWrite() && isSync(frame, syncType.step2);
  return {
    outgoing(frame) {
      if (isWithheld(frame)) return nothing;
      if (isSync(frame, syncType.step1)) return asking(frame);
      if (holdsUpdates() && isSync(frame, syncType.update)) return undefined;
      return asTaken(frame);
    },
    sent(frame) {
      if (isWithheld(frame)) sent(nothing, changesDocument(frame));
      else sent(frame, false);
    },
  };
}
