import * as Y from 'yjs';
import { quickenEncoder } from './quick-encoder.ts';

/** A board's document, to be passed along unopened: only `openBoard` looks inside. */
export type BoardDoc = Y.Doc;

/** An empty document. Deleted content is collected at once; versions are whole states, never Yjs snapshots. */
export const createBoardDoc = (): BoardDoc => {
  quickenEncoder();
  return new Y.Doc({ gc: true });
};
