import * as Y from 'yjs';
import type { BoardDoc } from '../yjs/board-doc.ts';
import type { Report } from '../yjs/guarded-listeners.ts';

/** What a copy of a document on a device is made of: updates in, the whole state out. */

/** Whether nothing has been written into a document yet. */
export const isUntouched = (doc: BoardDoc): boolean => doc.store.clients.size === 0;

/** All of a document as one v1 update. */
export const wholeState = (doc: BoardDoc): Uint8Array => Y.encodeStateAsUpdate(doc);

/** Applies what was stored, in one transaction of `origin`. A row that nobody can read is reported and left out. */
export const applyStored = (doc: BoardDoc, rows: readonly Uint8Array[], origin: unknown, report: Report): void => {
  Y.transact(
    doc,
    () => {
      for (const row of rows) {
        try {
          Y.applyUpdate(doc, row);
        } catch (error) {
          report(error);
        }
      }
    },
    origin,
    false,
  );
};
