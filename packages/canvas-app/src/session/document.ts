import { type BoardDoc, createBoardDoc, openBoard, type Report } from '@gesso/crdt-schema';
import { type ShownBoard, shownBoard } from '@gesso/drawing';
import type { LocalCopy } from '../network/local-persistence.ts';

/** The document of this page, empty at first. */
export interface OpenedDocument {
  readonly doc: BoardDoc;
  /** With its arrows where they belong. */
  readonly board: ShownBoard;
  /** Takes what comes from a copy on this device for loaded, and not for a change of mine. */
  loadsFrom(copy: LocalCopy): void;
  close(): void;
}

/** Nothing that listens to the document may stop it: `report` is told of a listener that throws. */
export function openDocument(report: Report): OpenedDocument {
  const doc = createBoardDoc(report);
  let local: LocalCopy | undefined;
  const originOf = (origin: unknown) => (local?.made(origin) ? 'load' : undefined);
  const board = shownBoard(openBoard(doc, { originOf, report }));
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
