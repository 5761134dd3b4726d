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
  /** Pages of a PDF that are painted, and ms that one and all of them may take. */
  pages: 100,
  pageMs: 20_000,
  pagesMs: 240_000,
  /** Pixels of a page's longer side, and pixels for a point of it, at most. */
  pageSide: 2_048,
  pageScale: 4,
  /** Bytes of all pages as pictures. */
  pagesBytes: 160 * MiB,
  /** Pixels of a picture in a PDF, which is decoded to be painted. */
  pagePicture: 64_000_000,
  /** Bytes of its pixels once it is decoded: larger ones are made smaller, as a page shows no more of them. */
  pagePictureKept: 16 * MiB,
  /** Elements, and points and letters of them, that are put on the board in one turn. */
  turnElements: 200,
  turnWeight: 10_000,
} as const;
