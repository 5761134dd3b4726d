import { type FailureCode, failures } from '@gesso/crdt-schema';
import type { Closed } from '../support/line.ts';

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
