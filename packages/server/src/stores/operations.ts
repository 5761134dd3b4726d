/** What an operator asks of what is kept. */
import type { BoardRecord } from './repositories.ts';

/** What the log set aside because it was damaged or would have held up every board. */
export interface QuarantinedRecord {
  readonly board: string;
  readonly kind: 'update' | 'snapshot' | 'history';
  readonly reason: 'damaged' | 'costly';
  /** Its number in the log. */
  readonly seq: number;
  readonly bytes: number;
  readonly at: number;
}

/** A board as its operator sees it: with what it takes on the disk. */
export interface BoardListing extends BoardRecord {
  readonly bytes: number;
  readonly links: number;
}

/** What an operator asks beside a running server. */
export interface Operations {
  /** Every board there is, last changed first. */
  boards(): Promise<readonly BoardListing[]>;
  /** Oldest first, of one board or of all. */
  quarantined(board?: string): Promise<readonly QuarantinedRecord[]>;
  /** Deletes what was set aside of a board. Returns how many records that were. */
  clean(board: string): Promise<number>;
  /** Whether a session of this person goes on. */
  isKnown(person: string): Promise<boolean>;
}
