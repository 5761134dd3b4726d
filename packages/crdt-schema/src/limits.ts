/**
 * Every number that bounds a board, once, with its unit and its reason. The server enforces them before anything is
 * applied, the client stays below them, and a board at exactly every limit still opens, edits and exports.
 */

const KiB = 1024;
const MiB = 1024 * KiB;

export const limits = {
  /** Bytes of one document update. A pasted picture travels as an upload, never as an update. */
  updateBytes: 1 * MiB,
  /** Yjs structs in one update: one per created or moved element, up to three per element with a text. */
  updateStructs: 20_000,
  /** Ranges in the delete set of one update. */
  updateDeleteRanges: 20_000,
  /**
   * Bytes above which Gesso's own client sends an update as a sync step 2, which is bounded by its bytes alone: undoing
   * the deletion of a large board brings all of it back in one update (100,000 strokes take 13 MB). An update below this
   * cannot reach the bounds above.
   */
  smallUpdateBytes: 32 * KiB,
  /** Bytes of one sync step 2: everything a returning client did while offline, or one very large gesture. */
  syncStepBytes: 16 * MiB,
  /**
   * Structs on one board. Each takes some 200 bytes of the server's memory, however few it was sent in: 50,000 elements with texts,
   * moved by others, have 250,000.
   */
  boardStructs: 2_000_000,
  /** Yjs client ids in one update. */
  historyClients: 20_000,
  /** Bytes and structs of what is applied to a board in one go; a larger update is applied in slices of this size. */
  sliceBytes: 64 * KiB,
  sliceStructs: 1_000,
  /**
   * Yjs client ids on one board, each of which everybody's state vector names for ever, and Yjs counts at every edit. Beyond it
   * history brings few new ones at a time, and slowly; the one who draws still does, under an id of their own.
   */
  boardClients: 10_000,
  /** Steps Yjs may take to find the places of what one update brings: about 70 ns each. */
  updateSteps: 200_000,
  /** Elements on one board. */
  boardElements: 200_000,
  /** Bytes of a whole board, encoded as one v1 update. */
  boardBytes: 64 * MiB,
  /** Points in one stroke; the capture side commits longer strokes in parts that share a group. */
  strokePoints: 10_000,
  /** Bytes of one packed point list. */
  strokeBytes: 64 * KiB,
  /** Largest absolute coordinate in a packed point list, in steps (2^24). */
  strokeSteps: 2 ** 24,
  /** Largest absolute board coordinate, in board units. Beyond it, doubles no longer hold 1/16 px comfortably. */
  coordinate: 1e7,
  /** Bytes of a base record, packed points not counted. */
  recordBytes: 4 * KiB,
  /** Bytes of one override value. */
  overrideBytes: 4 * KiB,
  /** Ranges in one value that says what was erased from a stroke; one stroke may have several. */
  erasedRanges: 250,
  /** Nesting depth of a value in a record. */
  valueDepth: 4,
  /** Keys of one object in a record. */
  valueKeys: 64,
  /** Entries of one array in a record: no more than fit into its bytes. */
  valueItems: 500,
  /** Characters of the text in one element. */
  textLength: 20_000,
  /** Rows, columns and cells that a table is made with or given. */
  tableRows: 500,
  tableColumns: 100,
  tableCells: 5_000,
  /** The same that a reader shows: two who do not know of each other yet may each come up to the limit. */
  tableRowsTogether: 1_000,
  tableColumnsTogether: 200,
  tableCellsTogether: 10_000,
  /** Texts of one cell that are shown as one: each who begins to type in an empty cell at the same time as others has one. */
  cellTexts: 32,
  /** Ranges of one text that are formatted; a reader leaves out what comes after them. */
  markedRanges: 2_000,
  /** Characters of a board's or a frame's name. */
  nameLength: 200,
  /** Characters of a link on an element or in its text. */
  linkLength: 2_048,
  /** Groups an element may be nested in. */
  groups: 32,
  /** Characters of an order key before its neighborhood is rebalanced. */
  orderKeyRebalance: 48,
  /** Characters of an order key that a reader accepts. */
  orderKeyLength: 256,
  /** Undo steps kept per person. Deleted content on the stack stays in memory, so the stack is bounded. */
  undoSteps: 200,
  /** Bytes of one presence state, as JSON. */
  awarenessBytes: 2 * KiB,
  /** Characters of a person's name. */
  personNameLength: 60,
  /** Selected elements that presence tells about. */
  presenceSelection: 70,
  /** Characters of what a person says beside their pointer. */
  chatLength: 80,
  /** Bytes of one `live` message. */
  liveBytes: 4 * KiB,
  /** Elements in one live drag message; a larger selection is sent in several live ids. */
  liveDragIds: 300,
  /** Places in one live message of a laser pointer. */
  liveLaserPoints: 64,
  /** `live` messages per second and connection; those who may not draw have as many for all their connections to a board. */
  livePerSecond: 60,
  /** Reactions per second of one person on a board, over all their connections: each is shown to everybody for a second. */
  reactionsPerSecond: 5,
} as const;

/** What the server alone asks of what reaches it: apart, so that no page loads it. */
export const relayLimits = {
  /** Structs in one sync step 2 or a whole board, each of which takes some 10 bytes where people draw. */
  historyStructs: 1_000_000,
  /** Ranges in the delete set of one sync step 2: it always carries the whole set of a board. */
  historyRanges: 500_000,
  /** New client ids in one update on a board of more than `limits.boardClients`: what a person wrote offline, session by session. */
  lateClients: 16,
  /**
   * Characters of a text (and as many formats) and elements of a board beyond which a server takes only what makes them fewer. People who
   * do not know of each other yet may each come up to the limit.
   */
  textLengthTogether: 40_000,
  boardElementsTogether: 220_000,
  /**
   * Values one key of a map has had, those of one client in a row counted once, beyond which it is not set again: months of
   * two people who move one element in turn. Who sets a key without knowing its past makes Yjs walk through all of it.
   */
  keyHistory: 10_000,
  /** Records of comments beyond which a server takes no new ones: threads, what is in them, that they are resolved, and the chat. */
  commentsTogether: 35_000,
  /** Characters of what is written on a board by which it is found in a list of boards: the first in painting order. */
  boardTextLength: 64 * KiB,
} as const;

/** Tags that one person gives a board, and characters of one: apart, so that only the page with boards loads it. */
export const tagLimits = { perBoard: 10, length: 40 } as const;

/** What a picture may be as it is sent to the server. The sentence of `PICTURE_TOO_LARGE` says it as well. */
export const pictureLimits = { bytes: 25 * MiB, pixels: 40_000_000 } as const;

/** What the comments on a board may be: apart, so that only a page that has them loads it. */
export const commentLimits = {
  /** Characters of one comment. */
  length: 2_000,
  /** People one comment may mention. */
  mentions: 20,
  /** Threads on a board, and comments in all of them together. */
  threads: 5_000,
  entries: 20_000,
  /** Messages in the chat of a board, and how many of the newest are shown. */
  chat: 2_000,
  chatShown: 500,
  /** Bytes of one record. */
  recordBytes: 4 * KiB,
} as const;

/** The history of a board, and its named versions: apart, so that only a page that shows them loads it. */
export const historyLimits = {
  /** Bytes of updates in one page of history, and people who wrote them. One update more may come in. */
  pageBytes: 4 * MiB,
  pageAuthors: 1_000,
  /** Named versions of a board, and the bytes of all of them as they are kept, compressed. */
  versions: 200,
  versionBytes: 256 * MiB,
  /** Characters of the name of a version. */
  versionName: 80,
} as const;
