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
  text: string;
}

export const openCellTexts = ({ tx }: Pick<Roots, 'tx'>): CellTexts => {
  const cells = new Map<ElementId, Map<string, Cell>>();
  const find = (id: ElementId, cell: string): Cell | undefined => cells.get(id)?.get(cell);
  const shown = ({ keys }: Cell): readonly string[] => keys.slice(0, limits.cellTexts);

  const make = (id: ElementId, name: string): Cell => {
    const ofElement = cells.get(id) ?? new Map<string, Cell>();
    const cell = { keys: [], text: '' };
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
    const known = keys.indexOf(key);
    if (isThere && known < 0) {
      const at = keys.findIndex((other) => other > key);
      keys.splice(at < 0 ? keys.length : at, 0, key);
    } else if (!isThere && known >= 0) keys.splice(known, 1);
    if (keys.length === 0) drop(id, name);
    else cell.text = shown(cell).reduce((text, part) => text + (textOf(tx, part)?.toString() ?? ''), '');
  };

  for (const key of tx.keys()) changed(key);
  return {
    text: (id, cell) => find(id, cell)?.text ?? '',
    parts(id, name) {
      const cell = find(id, name);
      return cell === undefined ? [] : shown(cell);
    },
    keys: (id) => [...(cells.get(id)?.values() ?? [])].flatMap(({ keys }) => keys),
    changed,
  };
};
