import * as Y from 'yjs';
import { changedGrid, type GivenGrid, wholeGrid } from '../elements/change-grid.ts';
import type { Element, ElementId, NewElement } from '../elements/elements.ts';
import { newCellKey, totalOf, tracksIn } from '../elements/grid.ts';
import { kindSpec } from '../elements/kinds/spec.ts';
import { length, own } from '../elements/parse.ts';
import { gridProps } from '../elements/parse-grid.ts';
import { type GridWrites, gridWrites } from '../elements/write-grid.ts';
import { Failure } from '../failure.ts';
import { textOf } from '../yjs/roots.ts';
import { type OpenDocument, override } from './overrides.ts';
import { type Splice, textDifference } from './text-splice.ts';

/** Rows, columns and texts of tables, as an edit writes them. */

/** What is given of a grid, read once. Throws MALFORMED for what makes no sense, before anything is written. */
const givenGrid = (value: object): GivenGrid => {
  const given: Record<string, unknown> = {};
  for (const [name, parse] of Object.entries({ ...gridProps, width: length, height: length })) {
    const part = own(value, name);
    if (part === undefined || part === null) continue;
    given[name] = parse(part);
    if (given[name] === undefined) throw new Failure('MALFORMED', `table.${name}`);
  }
  return given;
};

/** A new element with its whole grid and the size of that, for a kind that has one; every other as it is. */
export function withWholeGrid(element: NewElement): NewElement {
  if (!kindSpec(element.kind).grid) return element;
  const grid = wholeGrid(givenGrid(element));
  return { ...element, ...grid, width: totalOf(grid.columns), height: totalOf(grid.rows) } as NewElement;
}

/** What makes the grid of an element that `withWholeGrid` gave; undefined for what has none. */
export function newGridWrites({ random }: OpenDocument, element: NewElement): GridWrites | undefined {
  if (!('cells' in element) || element.cells === undefined) return undefined;
  const none = { rows: [], columns: [], text: () => '' };
  return gridWrites(none, wholeGrid(element as GivenGrid), true, random);
}

/** What a patch writes of the grid of an element; undefined when it is not about that. Throws before anything is written. */
export function patchedGridWrites(document: OpenDocument, current: Element, props: object): GridWrites | undefined {
  if (!('cells' in current)) return undefined;
  const given = givenGrid(props);
  if (Object.values(given).every((part) => part === undefined)) return undefined;
  const { boardElements, random } = document;
  const over = boardElements.source(current.id)?.over;
  const stored = {
    // What is beyond the bounds of a reader is there unseen, and stays.
    rows: tracksIn(over, 'r').slice(0, current.rows.length),
    columns: tracksIn(over, 'c').slice(0, current.columns.length),
    text: (cell: string) => boardElements.cells.text(current.id, cell),
  };
  return gridWrites(stored, changedGrid(current, given), given.cells !== undefined, random);
}

/** Carries out what was found to be written. */
export function writeGrid(document: OpenDocument, id: ElementId, writes: GridWrites | undefined): void {
  for (const [key, value] of writes?.overrides ?? []) override(document, id, key, value);
  for (const [cell, text] of writes?.texts ?? []) writeCell(document, id, cell, text);
}

/** Applies a splice of several texts as one. */
function spliceParts(parts: readonly Y.Text[], { at, remove, insert }: Splice): void {
  let start = 0;
  let toInsert = insert;
  for (const part of parts) {
    const { length } = part;
    const from = Math.max(0, at - start);
    const to = Math.min(length, at + remove - start);
    if (to > from) part.delete(from, to - from);
    if (toInsert !== '' && from <= length) {
      part.insert(from, toInsert);
      toInsert = '';
    }
    start += length;
  }
}

/** Makes the text of a cell another, by difference; `caret` as in `textDifference`. An empty cell is given its text with its first letter. */
export function writeCell(document: OpenDocument, id: ElementId, cell: string, next: string, caret?: number): void {
  const { tx, boardElements, random } = document;
  const { cells } = boardElements;
  const keys = cells.parts(id, cell);
  const splice = textDifference(cells.text(id, cell), next, caret);
  if (splice === undefined) return;
  if (keys.length === 0) {
    const key = newCellKey(id, cell, random);
    tx.set(key, new Y.Text(next));
    cells.changed(key);
    return;
  }
  spliceParts(
    keys.flatMap((key) => textOf(tx, key) ?? []),
    splice,
  );
  cells.changed(keys[0] ?? '');
}

/** Takes away the texts of all cells of an element. */
export function removeCells({ tx, boardElements }: OpenDocument, id: ElementId): void {
  for (const key of boardElements.cells.keys(id)) {
    tx.delete(key);
    boardElements.cells.changed(key);
  }
}
