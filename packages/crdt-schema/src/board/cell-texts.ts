import type { ElementId } from '../elements/elements.ts';
import { cellOfKey, isCellKey } from '../elements/grid.ts';
import { limits } from '../limits.ts';
import { type Roots, textOf } from '../yjs/roots.ts';

/**
 * The texts of cells, kept until they change. People who begin to type in an empty cell at the same time each make a text, under a key
 * of their own; a cell shows them one behind the other, in the order of their keys, and from then on all type into these.
 */
export interface CellTexts {
  /** What a cell shows. */
  text(id: ElementId, cell: string): string;
  /** Keys of the texts that a cell shows one behind the other. */
  parts(id: ElementId, cell: string): readonly string[];
  /** Keys of all texts in cells of an element, those that are not shown included. */
  keys(id: ElementId): readonly string[];
  /** Reads a text again after it was written; keys that are none of a cell are passed over. */
  changed(key: string): void;
}

interface Cell {
  /** In order. */
  readonly keys: string[];
  /** What it shows, and the keys of the texts that is; undefined until it is asked for. */
  shown: { readonly text: string; readonly parts: readonly string[] } | undefined;
}

/** Where a key stands among others in order, or would. */
const placeAmong = (keys: readonly string[], key: string): number => {
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((keys[middle] ?? '') < key) from = middle + 1;
    else to = middle;
  }
  return from;
};

export const openCellTexts = ({ tx }: Pick<Roots, 'tx'>): CellTexts => {
  const cells = new Map<ElementId, Map<string, Cell>>();
  const find = (id: ElementId, cell: string): Cell | undefined => cells.get(id)?.get(cell);

  /** Reads no more texts than a cell may have, empty ones aside, and none behind as many letters as two full texts have. */
  const read = ({ keys }: Cell): NonNullable<Cell['shown']> => {
    const parts: string[] = [];
    let text = '';
    for (const key of keys) {
      if (parts.length >= limits.cellTexts || text.length >= 2 * limits.textLength) break;
      const part = textOf(tx, key);
      if (part === undefined || part.length === 0) continue;
      text += part.toString();
      parts.push(key);
    }
    return { text, parts: parts.length > 0 ? parts : keys.slice(0, 1) };
  };
  const shownOf = (cell: Cell): NonNullable<Cell['shown']> => {
    cell.shown ??= read(cell);
    return cell.shown;
  };

  const make = (id: ElementId, name: string): Cell => {
    const ofElement = cells.get(id) ?? new Map<string, Cell>();
    const cell: Cell = { keys: [], shown: undefined };
    cells.set(id, ofElement);
    ofElement.set(name, cell);
    return cell;
  };

  const drop = (id: ElementId, name: string): void => {
    const ofElement = cells.get(id);
    ofElement?.delete(name);
    if (ofElement?.size === 0) cells.delete(id);
  };

  const changed = (key: string): void => {
    if (!isCellKey(key)) return;
    const id = key.slice(0, 12);
    const name = cellOfKey(key);
    const isThere = textOf(tx, key) !== undefined;
    const cell = find(id, name) ?? (isThere ? make(id, name) : undefined);
    if (cell === undefined) return;
    const { keys } = cell;
    const at = placeAmong(keys, key);
    const isKnown = keys[at] === key;
    if (isThere && !isKnown) keys.splice(at, 0, key);
    else if (!isThere && isKnown) keys.splice(at, 1);
    // Read when it is asked for: many texts of a cell may change at once.
    cell.shown = undefined;
    if (keys.length === 0) drop(id, name);
  };

  for (const key of tx.keys()) changed(key);
  return {
    text(id, name) {
      const cell = find(id, name);
      return cell === undefined ? '' : shownOf(cell).text;
    },
    parts(id, name) {
      const cell = find(id, name);
      return cell === undefined ? [] : shownOf(cell).parts;
    },
    keys: (id) => [...(cells.get(id)?.values() ?? [])].flatMap(({ keys }) => keys),
    changed,
  };
};
