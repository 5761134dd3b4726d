/** What is kept of pictures. Times are milliseconds since 1970. */

/** A picture on a board: what it is called, what it is and how large. */
export interface AssetRecord {
  /** SHA-256 of its bytes, in base64url. */
  readonly hash: string;
  readonly type: 'image/png' | 'image/webp';
  readonly bytes: number;
}

/** Bytes that all assets of a board may take, and what each takes besides its own. */
export interface AssetRoom {
  readonly bytes: number;
  readonly each: number;
}

/** What a look at a board found. */
export interface AssetLook {
  /** Those of its assets that its document names. */
  readonly named: ReadonlySet<string>;
  readonly at: number;
  /** Those that nothing has named since before then are given up. */
  readonly unnamedBefore: number;
}

/** Pictures, by the boards that have them. The bytes of one are kept once, however many boards have it. */
export interface AssetRepository {
  /**
   * Keeps a picture for a board, in parts with others in between, where it is not kept already. Returns whether the board has it
   * now: one that was removed meanwhile has none, and one that has no room for another one is `full`.
   */
  add(
    board: string,
    asset: Pick<AssetRecord, 'hash' | 'type'>,
    data: Uint8Array,
    by: Author,
    room?: AssetRoom,
  ): Promise<boolean | 'full'>;
  /** What is known of an asset that a board has. */
  find(board: string, hash: string): Promise<AssetRecord | undefined>;
  /** The bytes of an asset, part by part. Throws when they are not all there. */
  read(hash: string): AsyncIterable<Uint8Array>;
  ofBoard(board: string): Promise<readonly AssetRecord[]>;
  /** Boards that changed or got an asset since they were looked at, or have one to give up; and none that was looked at after `lookedBefore`. */
  toLookAt(lookedBefore: number, unnamedBefore: number): Promise<readonly string[]>;
  /** Remembers which assets of a board are named, and forgets those that have not been for long. Returns how many were forgotten. */
  looked(board: string, look: AssetLook): Promise<number>;
}

/** By whom something is stored, and when. */
export interface Author {
  readonly person: string;
  readonly at: number;
}
