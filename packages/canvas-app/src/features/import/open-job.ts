import type { NewElement } from '@gesso/crdt-schema';
import type { FormatName } from './formats.ts';
import type { FileRead, ReadJob } from './read-file.ts';

/** A file that is to be opened. */
export interface OpenJob extends Omit<ReadJob, 'format'> {
  readonly format: FormatName;
  /** What the file is called. */
  readonly name: string;
  /** Told of each page before it is painted, from 1 on, and of how many there are. */
  onPage?(page: number, pages: number): void;
}

/** A file that was read, whose elements are given turn by turn. */
export interface OpenFile extends FileRead {
  elementsOf(turn: number): Promise<readonly NewElement[]>;
  close(): void;
}
