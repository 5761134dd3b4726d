import type { FailureCode, NewElement } from '@gesso/crdt-schema';
import type { FileRead, ReadJob } from './read-file.ts';

/** Why a file was refused, as it is sent. */
export interface SentRefusal {
  readonly refused: FailureCode;
  readonly detail: string | undefined;
}

/** What the page asks of the worker that reads a file. */
export interface ReadCalls {
  readonly read: readonly [job: ReadJob, answer: FileRead | SentRefusal];
  /** The elements of one turn. */
  readonly elements: readonly [turn: number, elements: readonly NewElement[]];
}
