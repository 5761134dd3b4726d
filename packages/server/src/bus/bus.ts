/** What a server hears from others that serve the same boards. */
export interface BusListener {
  /**
   * Another server has stored updates of a board, up to this number of its log. A hint: a server that misses one finds the gap in the
   * numbers, and the log has all of them.
   */
  stored(board: string, upTo: number): void;
  /** A frame that is shown and never stored. */
  live(board: string, frame: Uint8Array): void;
}

/**
 * How servers on the same boards tell each other what is new. It carries hints and what is never stored, never the only copy of
 * anything: what it loses costs time.
 */
export interface Bus extends BusListener {
  /** Hears what others tell, and not what this one tells itself. Returns what ends that. */
  listen(listener: BusListener): () => void;
}
