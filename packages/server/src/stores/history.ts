/** An update as it stands in the log. */
export interface LoggedUpdate {
  /** Its number: those of a board count up from 1, one by one. */
  readonly seq: number;
  readonly update: Uint8Array;
  /** Id of the person who sent it. */
  readonly by: string;
  /** When it was stored, in ms since 1970. */
  readonly at: number;
}

/** A point of the log: the last update of some minutes in which something was stored. The board can be shown as it was behind it. */
export interface Moment {
  readonly seq: number;
  /** When that update was stored, in ms since 1970, and by whom, as a person id. */
  readonly at: number;
  readonly by: string;
}

/** A version that a person named: it has a state of its own, and stays when the updates it was made of are forgotten. */
export interface NamedVersion {
  readonly id: string;
  readonly name: string;
  /** The number of the last update in it. */
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  /** What its state takes where it is kept, compressed. */
  readonly bytes: number;
}

/** What history may take, for `History.sweep`. */
export interface HistoryAges {
  readonly now: number;
  /** Updates stored before this (ms since 1970) are forgotten; at most a day later than that, for whole pieces at once. */
  readonly before: number;
  /** Bytes of updates of one board, compressed; beyond it the oldest are forgotten. */
  readonly bytes: number;
}

/** Updates in order. Numbers of those that were damaged and set aside are missing. */
export interface HistoryPiece {
  readonly updates: readonly LoggedUpdate[];
  /** Records that did not match their checksum and were set aside just now. */
  readonly damaged: number;
}

/**
 * The past of boards. What compaction folds into a snapshot moves here, compressed, with time and author, in the transaction in which it
 * leaves the log; `load` and `append` never come here. Methods read segments and log as one, without a gap or a double.
 */
export interface History {
  /** The number of the first update that is kept, and of the last; `first` is one more than `head` where none is. */
  span(board: string): Promise<{ readonly first: number; readonly head: number }>;
  /** Points to go back to, oldest first: one for each five minutes in which something was stored, fewer further back. */
  moments(board: string): Promise<readonly Moment[]>;
  /** A number up to which all updates that are kept were stored before a time (ms since 1970): to read on behind it, and not from the start. */
  before(board: string, at: number): Promise<number>;
  /** Some updates behind a number, up to about half a MiB; none at the end. */
  read(board: string, after: number): Promise<HistoryPiece>;
  /** The board as it was behind an update, as a Yjs update v1. Undefined where that is not kept. */
  stateAt(board: string, seq: number): Promise<Uint8Array | undefined>;
  /** Named versions, newest first. */
  versions(board: string): Promise<readonly NamedVersion[]>;
  /** Keeps a state under a name. Resolves to the version, or to undefined where there are `most` already, or of so many bytes. */
  keep(
    board: string,
    version: Omit<NamedVersion, 'bytes'>,
    state: Uint8Array,
    most: { readonly versions: number; readonly bytes: number },
  ): Promise<NamedVersion | undefined>;
  /** Returns whether there is such a version, as the next two do. */
  rename(board: string, id: string, name: string): Promise<boolean>;
  drop(board: string, id: string): Promise<boolean>;
  stateOf(board: string, id: string): Promise<Uint8Array | undefined>;
  /** Forgets what is too old or too much, board by board; the caller decides when the next comes. Named versions stay. */
  sweep(ages: HistoryAges): AsyncGenerator<string, void>;
}

/** How far apart points of the log are, in ms. */
export const momentMs = 5 * 60_000;
const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Moments that are worth showing at a time (ms since 1970), of some in order: all of the last hour, one an hour of the last day, one a day before
 * that. Each is the last of its hour or day.
 */
export const thinned = (moments: readonly Moment[], now: number): readonly Moment[] => {
  const kept = new Map<string, Moment>();
  for (const moment of moments) {
    const age = now - moment.at;
    const [name, span] = age < hourMs ? ['m', momentMs] : age < dayMs ? ['h', hourMs] : (['d', dayMs] as const);
    const key = `${name}${Math.floor(moment.at / Number(span))}`;
    // Set anew, so that the order is that of the moments.
    kept.delete(key);
    kept.set(key, moment);
  }
  return [...kept.values()];
};

/** In which of them a time (ms since 1970) lies. */
export const bucketOf = (at: number): number => Math.floor(at / momentMs);

/** The last update of each so many minutes, oldest first. */
export const momentsOf = (updates: Iterable<Moment>): readonly Moment[] => {
  const found = new Map<number, Moment>();
  for (const { seq, at, by } of updates) found.set(bucketOf(at), { seq, at, by });
  return [...found.values()].sort((a, b) => a.seq - b.seq);
};
