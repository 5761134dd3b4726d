import * as Y from 'yjs';

/** A board's document, to be passed along unopened: only `openBoard` looks inside. */
export type BoardDoc = Y.Doc;

/** An empty document. Deleted content is collected at once; versions are whole states, never Yjs snapshots. */
export const createBoardDoc = (): BoardDoc => new Y.Doc({ gc: true });
