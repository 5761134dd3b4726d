const MiB = 1024 * 1024;

/** What a file may ask of the page that opens it. What a board may hold is in `limits.ts` of `crdt-schema`. */
export const importLimits = {
  /** Bytes of a file, and of what is packed in one: a board of that size is at its own limit. */
  bytes: 64 * MiB,
  /** Things in a file, whether they can be carried or not. */
  things: 250_000,
  /** Nesting of its JSON: what is deeper is no board. */
  depth: 64,
  /** ms that reading may take. */
  ms: 60_000,
  /** Pictures in a file: each is sent to the server by itself. */
  pictures: 300,
  /** Bytes of its beginning by which it is recognised. */
  head: 64 * 1024,
  /** Elements, and points and letters of them, that are put on the board in one turn. */
  turnElements: 200,
  turnWeight: 10_000,
} as const;
