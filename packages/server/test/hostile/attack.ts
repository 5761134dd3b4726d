import { type FailureCode, failures } from '@gesso/crdt-schema';
import type { Closed } from '../support/line.ts';
import type { Scene } from './scene.ts';

/** What somebody who means harm is told. */
export type Answer =
  | { readonly closed: Closed }
  /** HTTP status. */
  | { readonly status: number }
  /** The TCP connection was cut without a word. */
  | { readonly cut: true }
  /** The connection goes on, and nothing has come of it. */
  | { readonly ignored: true };

export const closes = (code: FailureCode): Answer => ({ closed: { code: failures[code].close, reason: code } });
export const refuses = (code: FailureCode): Answer => ({ status: failures[code].http });
export const ignored: Answer = { ignored: true };
export const cut: Answer = { cut: true };

/** The socket ends without a word, by what ws itself bounds. */
export const gone: Answer = { closed: { code: 1006, reason: '' } };

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
