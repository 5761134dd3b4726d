import { decodeElement } from '../elements/codec/decode.ts';
import { asRecord, type BaseRecord, type Source } from '../elements/codec/source.ts';
import type { Element, ElementId } from '../elements/elements.ts';
import { isElementId, isOverrideKey } from '../ids.ts';
import { limits } from '../limits.ts';
import { type Roots, textOf } from '../yjs/roots.ts';
import { type CellTexts, openCellTexts } from './cell-texts.ts';
import { type Sorted, sortedElements } from './painting-order.ts';
import { marksIn } from './text-marks.ts';

/** The elements of a document as frozen values, kept until their part of the document changes. */
export interface BoardElements {
  get(id: ElementId): Element | undefined;
  list(): readonly Element[];
  size(): number;
  /** A key that no element lies above; new ones go there. */
  top(): string | undefined;
  /** The stored form, for writing. */
  source(id: ElementId): Source | undefined;
  /** Texts of cells, which are told of what is written to them. */
  readonly cells: CellTexts;
  /** Property keys of all overrides of an element, those of newer versions included. */
  overrideKeys(id: ElementId): string[];
  /** Reads an override again after it was written. */
  overrideChanged(key: string): ElementId | undefined;
  /**
   * To be told before an element is removed here: when an undo brings it back as it was, it is the same element again, and
   * everything that was found out about it (its bounds, its unpacked points) still holds.
   */
  beforeRemoval(id: ElementId): void;
  /** Reads an element again after any part of it was written. */
  refresh(id: ElementId): void;
  /** What elements were before they changed since the last call. */
  takeChanged(): ReadonlyMap<ElementId, Element | undefined>;
}

/** What a removed element was. `bare`: made of its base record and nothing else. */
interface Removed {
  readonly element: Element;
  readonly bare: boolean;
}

/** Values of overrides by property, by element. */
type Overrides = Map<ElementId, Map<string, unknown>>;

/** Sets an override, or takes it out when there is no value. Returns its element; undefined when the key names none. */
function noteOverride(overrides: Overrides, key: string, value: unknown): ElementId | undefined {
  if (!isOverrideKey(key)) return undefined;
  const id = key.slice(0, 12);
  const property = key.slice(13);
  const known = overrides.get(id);
  if (value !== undefined) {
    if (known === undefined) overrides.set(id, new Map([[property, value]]));
    else known.set(property, value);
  } else if (known?.delete(property) && known.size === 0) overrides.delete(id);
  return id;
}

export const openBoardElements = ({ el, ov, tx }: Roots): BoardElements => {
  const overrides: Overrides = new Map();
  const elements = new Map<ElementId, Element>();
  /** By base record: the document keeps it for as long as it can be brought back, and an undo puts the very same one in. */
  const removed = new WeakMap<BaseRecord, Removed>();
  let changed = new Map<ElementId, Element | undefined>();
  const cells = openCellTexts({ tx });
  let top: string | undefined;

  const sourceOf = (id: ElementId, value: unknown): Source | undefined => {
    const record = asRecord(value);
    return record && { record, over: overrides.get(id) };
  };

  const isBare = (id: ElementId): boolean => !overrides.has(id) && !tx.has(id);

  const text = (id: ElementId, cell?: string): string =>
    cell === undefined ? (textOf(tx, id)?.toString() ?? '') : cells.text(id, cell);

  const marks = (id: ElementId) => marksIn(textOf(tx, id));

  const read = (id: ElementId, value: unknown, previous?: Element): Element | undefined => {
    const source = sourceOf(id, value);
    if (source === undefined || previous !== undefined)
      return source && decodeElement(id, source, text, previous, marks);
    const known = removed.get(source.record);
    if (known?.bare && isBare(id)) return known.element;
    return decodeElement(id, source, text, known?.element, marks);
  };

  ov.forEach((value, key) => {
    noteOverride(overrides, key, value);
  });
  el.forEach((value, id) => {
    const element = isElementId(id) ? read(id, value) : undefined;
    if (element === undefined) return;
    elements.set(id, element);
    if (top === undefined || element.z > top) top = element.z;
  });
  const sorted: Sorted = sortedElements(elements.values());

  return {
    get: (id) => elements.get(id),
    list: sorted.list,
    size: () => elements.size,
    top: () => {
      // The greatest key ever seen does as long as it is short; then it is looked up which one really is on top.
      if (top !== undefined && top.length > limits.orderKeyRebalance) top = sorted.list().at(-1)?.z;
      return top;
    },
    cells,
    source: (id) => sourceOf(id, el.get(id)),
    overrideKeys: (id) => [...(overrides.get(id)?.keys() ?? [])],
    overrideChanged: (key) => noteOverride(overrides, key, ov.get(key)),
    beforeRemoval: (id) => {
      const record = asRecord(el.get(id));
      const element = elements.get(id);
      if (record !== undefined && element !== undefined) removed.set(record, { element, bare: isBare(id) });
    },
    refresh: (id) => {
      if (!isElementId(id)) return;
      const before = elements.get(id);
      const after = read(id, el.get(id), before);
      if (before === after) return;
      if (!changed.has(id)) changed.set(id, before);
      if (after === undefined) elements.delete(id);
      else elements.set(id, after);
      if (after !== undefined && (top === undefined || after.z > top)) top = after.z;
      sorted.replace(before, after);
    },
    takeChanged: () => {
      const taken = changed;
      if (taken.size > 0) changed = new Map();
      return taken;
    },
  };
};
