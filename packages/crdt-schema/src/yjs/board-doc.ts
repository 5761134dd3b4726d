import * as Y from 'yjs';
import { guardListeners, type Report } from './guarded-listeners.ts';
import { leaveFormats } from './text-runs.ts';

/** A board's document, to be passed along unopened: only `openBoard` looks inside. */
export type BoardDoc = Y.Doc;

/**
 * An empty document. Deleted content is collected at once; versions are whole states, never Yjs snapshots. With `report`,
 * a listener of the document that throws is reported and stops nothing.
 */
export const createBoardDoc = (report?: Report): BoardDoc => {
  const doc = new Y.Doc({ gc: true });
  leaveFormats(doc);
  if (report !== undefined) guardListeners(doc, report);
  return doc;
};

/** Returns whether nothing has been written into a document yet. */
export function isUntouched(doc: BoardDoc): boolean {
  return doc.store.clients.size === 0;
}
