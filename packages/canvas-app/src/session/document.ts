import { type Board, type BoardDoc, createBoardDoc, openBoard, type Report } from '@gesso/crdt-schema';
import type { LocalCopy } from '../network/local-persistence.ts';

/** The document of this page, empty at first. */
export interface OpenedDocument {
  readonly doc: BoardDoc;
  readonly board: Board;
  /** Takes what comes from a copy on this device for loaded, and not for a change of mine. */
  loadsFrom(copy: LocalCopy): void;
  close(): void;
}

/** Nothing that listens to the document may stop it: `report` is told of a listener that throws. */
export function openDocument(report: Report): OpenedDocument {
  const doc = createBoardDoc(report);
  let local: LocalCopy | undefined;
  const board = openBoard(doc, { originOf: (origin) => (local?.made(origin) ? 'load' : undefined), report });
  return {
    doc,
    board,
    loadsFrom(copy) {
      local = copy;
    },
    close() {
      board.close();
      doc.destroy();
    },
  };
}
