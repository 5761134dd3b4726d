import type { History, LoggedUpdate } from './history.ts';

/** One accepted update on its way to disk. */
export interface Entry {
  readonly board: string;
  readonly update: Uint8Array;
  /** Id of the person who sent it. */
  readonly by: string;
  /** Yjs client ids that belong to this person from now on. An id that has an owner keeps it: see `notStored`. */
  readonly clients?: readonly number[];
  /** The board had a log before, as far as its author knows: see `notStored`. */
  readonly goesOn?: boolean;
}

/**
 * What is given instead of a number for each entry of a board of which nothing was stored, because of what another server did meanwhile.
 * `removed`: the board has no log any more, and is not brought back. `taken`: a client id of an entry has another owner by now, so that who
 * reads the log would leave out what is in it.
 */
export const notStored = { removed: 0, taken: -1 } as const;
export type NotStored = keyof typeof notStored;

/** A board as it was kept: applying `parts` in order gives its state. */
export interface Loaded {
  readonly parts: readonly Uint8Array[];
  /**
   * How many of them, from the first on, an older version let in without asking what they take. All others were let in by the
   * rules of today and are applied as they are: they hold what people were told is saved. Absent = none.
   */
  readonly unchecked?: number;
  /**
   * The encoded state vector of the board, where there is but one part, and that was compacted by a version that leaves out
   * what is too costly to apply: it may be shown without being read.
   */
  readonly vector?: Uint8Array | undefined;
  /** The number of the last update in it; 0 for a board without updates. */
  readonly seq: number;
  /**
   * Of which history of the database the numbers of the log are: of one that takes the place of another what came last may be missing, and its numbers are
   * given once more. Absent = not known.
   */
  readonly timeline?: number | undefined;
  /**
   * Updates behind the newest snapshot, and their bytes: what compaction would take in. A snapshot without a vector counts to
   * them where something follows it: compacted with that, it may be shown without being read.
   */
  readonly tail: { readonly rows: number; readonly bytes: number };
  /** Records that did not match their checksum and were set aside. The rest of the board is in `parts`. */
  readonly damaged: number;
  /** Whom the Yjs client ids that wrote here belong to, as person ids. */
  readonly owners?: ReadonlyMap<number, string>;
}

/** What a board begins with before its first update: one piece, and the updates that follow it. */
export interface Start {
  readonly whole: Uint8Array;
  /** The encoded state vector of `whole`, where that is known and nothing in it waits for something else. */
  readonly vector?: Uint8Array | undefined;
  readonly since?: readonly Uint8Array[];
}

/**
 * The log of document updates, numbered board by board. Every implementation passes the same suite (`test/support/store-contract.ts`).
 * A rejected promise means the store failed; it may be called again later and must then still be right.
 */
export interface Store {
  /** A board without updates is empty, not an error. */
  load(board: string): Promise<Loaded>;
  /** Bytes that `load` would read, found out without reading them. */
  size(board: string): Promise<number>;
  /** Whom one Yjs client id of a board belongs to, as a person id, found out without reading the others. */
  ownerOf(board: string, client: number): Promise<string | undefined>;
  /** The number of the last update of each board, in one go; one without updates is left out. */
  heads(boards: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Gives a board that does not exist yet its content, as `append` does: by whom it is says `by`. */
  begin(board: string, start: Start, by: string): Promise<void>;
  /**
   * All of a board or nothing: when this resolves, every entry survives a crash of the process and of the machine. Resolves to the number
   * of each, in order, or to what `notStored` has. Rejects when nothing of any board was stored.
   */
  append(entries: readonly Entry[]): Promise<readonly number[]>;
  /**
   * Updates of a board behind a number, in order and without a gap, up to about `bytes` of them. Undefined when they are not all
   * there one by one any more: then the board has to be loaded.
   */
  since(board: string, seq: number, bytes?: number): Promise<readonly LoggedUpdate[] | undefined>;
  /**
   * Compacts what is stored for a board into one verified snapshot; may run beside `append`. What leaves the log moves into its history.
   * Returns whether it did anything: nothing while fewer than `least` updates are behind the newest snapshot, nor while another is at it.
   */
  compact(board: string, least?: number): Promise<boolean>;
  /**
   * Puts one record of a board in quarantine and another in its place; the first is kept until an operator lets go of it. Does
   * nothing when there is no such record any more.
   */
  replace(board: string, original: Uint8Array, instead: Uint8Array): Promise<void>;
  /** Forgets everything about a board, its history and named versions included. */
  remove(board: string): Promise<void>;
  /** What boards were. */
  readonly history: History;
  /** Rejects when nothing could be written at the moment. */
  health(): Promise<void>;
  close(): Promise<void>;
}
