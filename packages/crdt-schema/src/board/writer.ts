import * as Y from 'yjs';
import { encodeElement, encodePatch } from '../elements/codec/encode.ts';
import type { BaseRecord } from '../elements/codec/source.ts';
import type { ElementId, ElementKind, NewElement, Patch } from '../elements/elements.ts';
import { newErasedKey, parseErased, writeErased } from '../elements/erased-ranges.ts';
import { kindSpec } from '../elements/kinds/spec.ts';
import type { TextMarks } from '../elements/marks.ts';
import { isOrderKey } from '../elements/order-keys.ts';
import { own } from '../elements/parse.ts';
import type { GridWrites } from '../elements/write-grid.ts';
import { Failure } from '../failure.ts';
import { isElementId, newElementId, type Random } from '../ids.ts';
import { limits } from '../limits.ts';
import { type Roots, schemaVersion, textOf } from '../yjs/roots.ts';
import type { BoardElements } from './board-elements.ts';
import { parseName } from './document-metadata.ts';
import { type OpenDocument, override } from './overrides.ts';
import { nextOnTop, rebalance, type Stacking } from './stacking.ts';
import { newText, writeMarks } from './text-marks.ts';
import { writeText } from './text-splice.ts';
import { newGridWrites, patchedGridWrites, removeCells, withWholeGrid, writeCell, writeGrid } from './write-cells.ts';

/** What may be done to a board inside `edit`. Reads inside the same edit see what was written before. */
export interface Writer {
  /** Puts an element on top (or where `z` says) and gives its id. Throws `Failure` when a limit is reached. */
  add(element: NewElement): ElementId;
  /** Puts several on top in order, as one run with one jittered order key. */
  addAll(elements: readonly NewElement[]): ElementId[];
  /** Changes properties. An id that is gone, or a property the kind does not have, is ignored. */
  patch(id: ElementId, props: Patch): void;
  remove(id: ElementId): void;
  /** Board name, cut to the limit. */
  rename(name: string): void;
  /** Has part of the edit done by what a page fetches when it is needed, as `restoreVersion` is. Returns what that returns. */
  by<T>(deed: (edit: Edit) => T): T;
}

/** A writer that also types: it takes the caret, which settles where repeated letters were typed. */
export interface TypingWriter extends Writer {
  /** Types the text of an element, or of one of its cells. */
  type(id: ElementId, text: string, caret: number | undefined, cell?: string): void;
}

/** An edit that is open, with all that its writer has to remember. */
export interface Edit extends OpenDocument, Stacking {
  /** What this edit has added so far, in bytes of its update. */
  bytes: number;
}

/** Returns the writer of one edit: everything it does belongs to the transaction that is open now. */
export function openWriter(roots: Roots, boardElements: BoardElements, random: Random): TypingWriter {
  const { meta, el, ov, tx } = roots;
  const edit: Edit = { meta, el, ov, tx, boardElements, random, run: undefined, bytes: 0 };
  return {
    add: (element) => addAll(edit, [element])[0] ?? '',
    addAll: (elements) => addAll(edit, elements),
    patch: (id, props) => patch(edit, id, props),
    // Of any length: who deletes from a text that two people made too long together must be able to.
    type: (id, text, caret, cell) => typeIn(edit, id, text, caret, cell),
    remove: (id) => remove(edit, id),
    rename: (name) => rename(edit, name),
    by: (deed) => deed(edit),
  };
}

function addAll(edit: Edit, elements: readonly NewElement[]): ElementId[] {
  const { meta, el, tx, boardElements } = edit;
  if (boardElements.size() + elements.length > limits.boardElements) throw new Failure('BOARD_FULL');
  // All are checked before the first is written.
  const prepared = elements.map(withWholeGrid).map((element) => ({
    element,
    grid: newGridWrites(edit, element),
    ...encodeElement(element, place(edit, element)),
    erased: erasedValues(element.kind, own(element, 'cuts')),
  }));
  for (const { record, text, marks, grid } of prepared) edit.bytes += bytesOf(record, text, marks) + gridBytes(grid);
  if (edit.bytes > limits.syncStepBytes) throw new Failure('TOO_LARGE', 'edit');
  return prepared.map(({ element, grid, record, text, marks, erased }) => {
    const id = freshId(edit, own(element, 'id'));
    if (!meta.has('v')) meta.set('v', schemaVersion);
    el.set(id, record);
    // Made with the element: a text made later by two people at once would lose one of the two.
    if (text !== undefined) tx.set(id, newText(text, marks));
    erase(edit, id, erased);
    writeGrid(edit, id, grid);
    boardElements.refresh(id);
    return id;
  });
}

/** Returns the order key of a new element. */
function place(edit: Edit, element: NewElement): string {
  const wanted = own(element, 'z');
  if (wanted === undefined) return nextOnTop(edit);
  if (!isOrderKey(wanted)) throw new Failure('MALFORMED', `${element.kind}.z`);
  return wanted;
}

function freshId({ el, random }: Edit, wanted: unknown): ElementId {
  if (wanted !== undefined && !isElementId(wanted)) throw new Failure('MALFORMED', 'id');
  if (wanted !== undefined && !el.has(wanted)) return wanted;
  for (;;) {
    const id = newElementId(random);
    if (!el.has(id)) return id;
  }
}

/** Bytes an element takes in an update, about: its ids, keys and short properties, and everything that may be long. */
function bytesOf({ p, g, ln }: BaseRecord, text: string | undefined, marks: TextMarks | undefined): number {
  const points = p instanceof Uint8Array ? p.length : 0;
  const long = g === undefined && ln === undefined ? 0 : JSON.stringify([g, ln]).length;
  const formats = (marks ?? []).reduce((sum, { link }) => sum + 80 + 3 * (link?.length ?? 0), 0);
  return 80 + points + long + 3 * (text?.length ?? 0) + formats;
}

/** Bytes that rows, columns and texts of cells take in an update, about. */
function gridBytes(grid: GridWrites | undefined): number {
  let bytes = 64 * (grid?.overrides.size ?? 0);
  for (const text of grid?.texts.values() ?? []) bytes += 80 + 3 * text.length;
  return bytes;
}

function patch(edit: Edit, id: ElementId, props: Patch): void {
  const { boardElements } = edit;
  const current = boardElements.get(id);
  const source = boardElements.source(id);
  if (current === undefined || source === undefined) return;
  const erased = erasedValues(current.kind, own(props, 'cut'));
  const grid = patchedGridWrites(edit, current, props);
  const { overrides, text, marks } = encodePatch(source, current, props);
  for (const [key, value] of overrides) override(edit, id, key, value);
  erase(edit, id, erased);
  writeGrid(edit, id, grid);
  if (text !== undefined) writeTo(edit, id, text);
  const shared = marks && textOf(edit.tx, id);
  if (shared !== undefined && marks !== undefined) writeMarks(shared, marks);
  boardElements.refresh(id);
  if ((boardElements.get(id)?.z.length ?? 0) > limits.orderKeyRebalance) rebalance(edit, id);
}

function writeTo({ tx, boardElements }: Edit, id: ElementId, text: string, caret?: number): void {
  const shared = textOf(tx, id);
  if (shared === undefined) tx.set(id, new Y.Text(text));
  else writeText(shared, text, caret);
  boardElements.refresh(id);
}

function typeIn(edit: Edit, id: ElementId, text: string, caret: number | undefined, cell: string | undefined): void {
  if (cell === undefined) writeTo(edit, id, text, caret);
  else {
    writeCell(edit, id, cell, text, caret);
    edit.boardElements.refresh(id);
  }
}

/** The values that erase these parts of an element; none for what is no ink. Throws MALFORMED before any is written. */
function erasedValues(kind: ElementKind, given: unknown): readonly unknown[] {
  if (given === undefined || !kindSpec(kind).erasable) return [];
  const erased = parseErased(given);
  if (erased === undefined) throw new Failure('MALFORMED', `${kind}.cuts`);
  return writeErased(erased);
}

/** Erases parts under keys of their own, so that nobody's erasing overwrites or undoes another's. */
function erase(edit: Edit, id: ElementId, values: readonly unknown[]): void {
  for (const value of values) override(edit, id, newErasedKey(edit.random), value);
}

/** Takes an element out of the document with all that is stored of it. */
export function remove(edit: Edit, id: ElementId): void {
  const { el, tx, boardElements } = edit;
  if (!el.has(id)) return;
  boardElements.beforeRemoval(id);
  for (const property of boardElements.overrideKeys(id)) override(edit, id, property, undefined);
  removeCells(edit, id);
  if (tx.has(id)) tx.delete(id);
  el.delete(id);
  boardElements.refresh(id);
}

function rename({ meta }: Edit, name: string): void {
  const next = parseName(name);
  if (meta.get('name') !== next) meta.set('name', next);
}
