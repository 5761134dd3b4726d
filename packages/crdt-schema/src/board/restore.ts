import type { Element, ElementId } from '../elements/elements.ts';
import { cellName } from '../elements/grid.ts';
import { isKnownKind } from '../elements/kinds/registry.ts';
import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import type { BoardDoc } from '../yjs/board-doc.ts';
import { openRoots, type Roots, textOf } from '../yjs/roots.ts';
import { type Board, openBoard } from './board.ts';
import { type BoardElements, openBoardElements } from './board-elements.ts';
import { override } from './overrides.ts';
import { marksIn, newText, writeMarks } from './text-marks.ts';
import { writeText } from './text-splice.ts';
import { writeCell } from './write-cells.ts';
import { type Edit, remove } from './writer.ts';

/**
 * A version of a board beside the board as it is now: what differs, and how the board becomes what it was. Compared and written is the
 * stored form, so that what comes back is the element itself, with all that a newer Gesso may have stored of it.
 */

/** Ids of elements, in painting order. */
export interface BoardDifference {
  /** There now, and not in the version. */
  readonly added: readonly ElementId[];
  /** In both, and not alike: of `differenceOf` those that look otherwise, of `restoreVersion` all that are written. */
  readonly changed: readonly ElementId[];
  /** In the version, and not there now. */
  readonly gone: readonly ElementId[];
}

/** One of two boards that are compared. */
interface Side {
  readonly tx: Roots['tx'];
  readonly boardElements: BoardElements;
}

const sideOf = (doc: BoardDoc): Side => {
  const roots = openRoots(doc);
  return { tx: roots.tx, boardElements: openBoardElements(roots) };
};

/** How deep a stored value is looked into: nothing that a board accepts is deeper. */
const deepest = limits.valueDepth + 1;

/** Whether two stored values say the same. */
export function alike(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > deepest) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array)
    return (
      a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i])
    );
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [inA, inB] = [Object.entries(a), b as Readonly<Record<string, unknown>>];
  return (
    inA.length === Object.keys(b).length &&
    inA.every(([key, value]) => Object.hasOwn(b, key) && alike(value, inB[key], depth + 1))
  );
}

/** An element without what is not seen of it: what it belongs to, whether it is held, and its place in the order. */
const lookOf = (element: Element): object => {
  const { z: _z, frame: _frame, groups: _groups, locked: _locked, ...look } = element;
  return look;
};

/** Whether two states of an element look alike. Of what a newer version made nobody knows: it does not. */
export const looksAlike = (a: Element, b: Element): boolean =>
  a === b || (isKnownKind(a.kind) && alike(lookOf(a), lookOf(b)));

/** Names of the cells that a table shows; none of what is no table. */
const cellsOf = ({ boardElements }: Side, id: ElementId): readonly string[] => {
  const element = boardElements.get(id);
  if (element === undefined || !('cells' in element)) return [];
  return element.rows.flatMap((row) => element.columns.map((column) => cellName(row.id, column.id)));
};

/** Keys of overrides that are not alike. */
function otherOverrides(version: Side, now: Side, id: ElementId): readonly string[] {
  const then = version.boardElements.source(id)?.over;
  const over = now.boardElements.source(id)?.over;
  const keys = new Set([...(then?.keys() ?? []), ...(over?.keys() ?? [])]);
  return [...keys].filter((key) => !alike(then?.get(key), over?.get(key)));
}

const hasOtherRecord = (version: Side, now: Side, id: ElementId): boolean =>
  !alike(version.boardElements.source(id)?.record, now.boardElements.source(id)?.record);

function hasOtherText(version: Side, now: Side, id: ElementId): boolean {
  const [then, text] = [textOf(version.tx, id), textOf(now.tx, id)];
  return (then?.toString() ?? '') !== (text?.toString() ?? '') || !alike(marksIn(then), marksIn(text));
}

/** Cells of the version with another text now. Those of rows and columns that have come since go with these. */
const otherCells = (version: Side, now: Side, id: ElementId): readonly string[] =>
  cellsOf(version, id).filter(
    (cell) => version.boardElements.cells.text(id, cell) !== now.boardElements.cells.text(id, cell),
  );

const isChanged = (version: Side, now: Side, id: ElementId): boolean =>
  hasOtherRecord(version, now, id) ||
  otherOverrides(version, now, id).length > 0 ||
  hasOtherText(version, now, id) ||
  otherCells(version, now, id).length > 0;

const idsOf = ({ boardElements }: Side): readonly ElementId[] => boardElements.list().map(({ id }) => id);

function differenceBetween(version: Side, now: Side): BoardDifference {
  const isThere = (id: ElementId) => now.boardElements.get(id) !== undefined;
  const wasThere = (id: ElementId) => version.boardElements.get(id) !== undefined;
  return {
    added: idsOf(now).filter((id) => !wasThere(id)),
    changed: idsOf(now).filter((id) => wasThere(id) && isChanged(version, now, id)),
    gone: idsOf(version).filter((id) => !isThere(id)),
  };
}

/** What can be seen to have become of a version until now. Both are documents of one board; neither is written to. */
export function differenceOf(version: BoardDoc, now: BoardDoc): BoardDifference {
  const [then, is] = [sideOf(version), sideOf(now)];
  const difference = differenceBetween(then, is);
  const isSeen = (id: ElementId): boolean => {
    const [before, after] = [then.boardElements.get(id), is.boardElements.get(id)];
    return before === undefined || after === undefined || !looksAlike(before, after);
  };
  return { ...difference, changed: difference.changed.filter(isSeen) };
}

/** Bytes that an element takes in an update, about. */
function bytesOf({ boardElements, tx }: Side, id: ElementId): number {
  const { record, over } = boardElements.source(id) ?? {};
  const points = record?.['p'];
  const cells = boardElements.cells.keys(id).length;
  return (
    200 +
    64 * (over?.size ?? 0) +
    200 * cells +
    (points instanceof Uint8Array ? points.length : 0) +
    3 * (textOf(tx, id)?.length ?? 0)
  );
}

/** Makes the text of an element what it was. */
function restoreText(version: Side, edit: Edit, id: ElementId): void {
  const then = textOf(version.tx, id);
  const shared = textOf(edit.tx, id);
  const [text, marks] = [then?.toString() ?? '', marksIn(then)];
  if (shared === undefined) {
    if (then !== undefined) edit.tx.set(id, newText(text, marks));
    return;
  }
  // By difference, and never a new text: what others type in it meanwhile stays in it.
  writeText(shared, text);
  writeMarks(shared, marks ?? []);
}

/** Makes an element what it was in the version, in which it is. */
function restoreElement(version: Side, edit: Edit, id: ElementId): void {
  const source = version.boardElements.source(id);
  if (source === undefined) return;
  // Another element under the same id.
  if (edit.el.has(id) && hasOtherRecord(version, edit, id)) remove(edit, id);
  if (!edit.el.has(id)) edit.el.set(id, source.record);
  for (const key of otherOverrides(version, edit, id)) override(edit, id, key, source.over?.get(key));
  if (hasOtherText(version, edit, id)) restoreText(version, edit, id);
  for (const cell of otherCells(version, edit, id)) {
    writeCell(edit, id, cell, version.boardElements.cells.text(id, cell));
  }
  edit.boardElements.refresh(id);
}

/** Bytes of what one transaction of a large restoration writes, about. */
const bytesAtOnce = limits.updateBytes / 2;

/** Ids in parts of so many bytes each that one of them is an update like others. */
function inParts(side: Side, ids: readonly ElementId[]): readonly (readonly ElementId[])[] {
  const parts: ElementId[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    bytes += bytesOf(side, id);
    if (bytes > bytesAtOnce) {
      parts.push([]);
      bytes = bytesOf(side, id);
    }
    parts.at(-1)?.push(id);
  }
  return parts;
}

/**
 * Makes a board what it was in a version of it, as one undo step: what is gone comes back, what was changed is again as it was, what has been
 * added is removed. Only what differs at this moment is written, so what others add at the same time stays, and what nobody has
 * touched is not touched now. The board's name and comments stay. Returns what was different.
 *
 * Throws BOARD_FULL before anything is written when the version has more elements than a board may have.
 */
export function restoreVersion(board: Board, doc: BoardDoc): BoardDifference {
  const version = sideOf(doc);
  if (version.boardElements.size() > limits.boardElements) throw new Failure('BOARD_FULL');
  return board.together(() => {
    const difference = board.edit((writer) => writer.by((now) => differenceBetween(version, now)));
    const { added, changed, gone } = difference;
    const write = (ids: readonly ElementId[], one: (edit: Edit, id: ElementId) => void): void =>
      board.edit((writer) =>
        writer.by((edit) => {
          for (const id of ids) one(edit, id);
        }),
      );
    // First what makes room.
    if (added.length > 0) write(added, remove);
    for (const part of inParts(version, [...changed, ...gone]))
      write(part, (edit, id) => restoreElement(version, edit, id));
    return difference;
  });
}

/**
 * Adds to a document what of a version is gone from it, in its old place: how the two are shown in one picture. Nothing else is written. `now`:
 * the board that the document shows beside another version until now; what was added of that is taken out again.
 */
export function withGone(doc: BoardDoc, version: BoardDoc, now?: BoardDoc): void {
  const then = sideOf(version);
  const board = openBoard(doc);
  board.edit((writer) =>
    writer.by((edit) => {
      if (now !== undefined) showAgain(edit, sideOf(now), then);
      for (const id of differenceBetween(then, edit).gone) restoreElement(then, edit, id);
    }),
  );
  board.close();
}

/** Makes a document that shows two boards show each element as the one has it, and what only the other has as that has it. */
function showAgain(edit: Edit, now: Side, other: Side): void {
  const { added, changed, gone } = differenceBetween(now, edit);
  for (const id of [...changed, ...gone]) restoreElement(now, edit, id);
  for (const id of added) {
    if (other.boardElements.get(id) === undefined) remove(edit, id);
    else if (isChanged(other, edit, id)) restoreElement(other, edit, id);
  }
}
