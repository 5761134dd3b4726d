import { encodeState } from '@gesso/crdt-schema';
import type { AnswerDeps, PartedAnswer } from './in-parts.ts';

/** Bytes of the largest answer that is sent as one frame: the server refuses one of twice as many, and the page with it. */
const mostAtOnce = 8 * 1024 * 1024;

/** ms until another socket tries again what divides a large answer: it could not be fetched. */
const retryAfter = 15_000;

/** Tells the server what it lacks: in one frame where it takes that, else in parts, each once it has the one before. */
export interface ServerAnswer {
  /** Returns what the one with this state vector lacks; undefined where that is sent in parts from now on. */
  to(stateVector: Uint8Array): Uint8Array | undefined;
  /** While it is under way in parts. */
  readonly parted: PartedAnswer | undefined;
  /** The socket is another one, or none. */
  reset(): void;
}

export function answerServer(deps: AnswerDeps): ServerAnswer {
  const answer = {
    parted: undefined as PartedAnswer | undefined,
    to(stateVector: Uint8Array) {
      const update = encodeState(deps.doc, stateVector);
      if (update.length <= mostAtOnce || !deps.mayWrite()) return update;
      const parted: PartedAnswer = { sends: 'nothing', stored: () => undefined };
      answer.parted = parted;
      deps.tracker.owes();
      // The socket may be another one by then.
      const isWanted = () => answer.parted === parted;
      import('./in-parts.ts')
        .then(({ sendInParts }) => isWanted() && sendInParts(deps, parted, update, stateVector))
        .catch(() => setTimeout(() => isWanted() && deps.drop(), retryAfter));
      return undefined;
    },
    reset() {
      answer.parted = undefined;
    },
  };
  return answer;
}
