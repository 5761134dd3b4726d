import * as Y from 'yjs';
import type { BoardDoc } from '../yjs/board-doc.ts';
import type { Report } from '../yjs/guarded-listeners.ts';

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
