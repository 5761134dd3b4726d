import type { Answer } from './answer.ts';
import type { Scene } from './scene.ts';

/** One way to harm a server, and what has to come of it. */
export interface Attack {
  readonly name: string;
  /** What it would do where nobody thought of it. */
  readonly hazard: string;
  /** What is sent. Gives what was answered to each part of it. */
  readonly strike: (scene: Scene) => Promise<Answer | readonly Answer[]>;
  /** What each part is answered with: one of these. */
  readonly answer: Answer | readonly Answer[];
  /** It is allowed, as far as it goes: the board may look different afterwards, and still opens. */
  readonly allowed?: true;
  /** Nobody can go on from there: the next attack is on a board of its own. */
  readonly spoils?: true;
  /** It takes much memory for a moment, and an honest crowd would as well. */
  readonly heavy?: true;
}

/** Frames that say little and would take long. */
export interface Costly {
  readonly name: string;
  readonly role: 'editor' | 'viewer';
  /** What somebody honest, or who passes for that, has put there. */
  readonly ground?: () => readonly Uint8Array[];
  /** What comes before and is allowed, if it is. */
  readonly before?: () => readonly Uint8Array[];
  readonly frames: () => readonly Uint8Array[];
  readonly answer: Answer;
  /** A board of very much comes before it: it is held against a room of its own, and not against the one server that outlives all. */
  readonly roomOnly?: true;
}
