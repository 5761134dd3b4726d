/** UTF-16 units that are called a megabyte where a person is told of a limit. */
const million = 1_000_000;

/** What a library on this device may hold. A piece is parsed whenever it is put or painted: it is to be small. */
export const libraryLimits = {
  /** Pieces in all. */
  pieces: 2_000,
  /** Letters of one as a `.gesso` file. */
  pieceLetters: 2 * million,
  /** Letters of all. */
  letters: 40 * million,
  /** Elements of one that are read. */
  elements: 5_000,
  /** Letters of a name. */
  name: 100,
  /** Libraries of the server that are listed. */
  served: 200,
  /** Bytes of a library of the server, and of those together that are fetched to be looked through. */
  servedBytes: 8 * 1024 * 1024,
  searchedBytes: 4 * 1024 * 1024,
} as const;

/** A number of letters as people are told of it. */
export const inMillions = (letters: number): number => letters / million;
