import { Failure, failures } from '@gesso/crdt-schema';
import { strings } from './strings.ts';

/** A failure as one sentence that says what to do. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Failure ? `${failures[error.code].message} ${failures[error.code].hint}` : strings.wentWrong;
