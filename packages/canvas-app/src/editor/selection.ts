import type { Board, Element, ElementId } from '@gesso/crdt-schema';
import { type Box, unionAll } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { SpatialIndex } from './spatial.ts';

/** What is selected, and what a press would select. */
export interface Selection {
  readonly selection: ReadonlySignal<ReadonlySet<ElementId>>;
  /** Element under the pointer when pressing would select it. */
  readonly hover: ReadonlySignal<ElementId | undefined>;
  /** Selects what exists of `ids`, whole groups included. */
  select(ids: Iterable<ElementId>): void;
  setHover(id: ElementId | undefined): void;
  /** The selected elements as they are in the document, in painting order. */
  selected(): readonly Element[];
  selectionBounds(): Box | undefined;
}

/** All elements of the groups that `ids` are in, and `ids` themselves as far as they exist. */
function withGroups(board: Board, ids: Iterable<ElementId>): Set<ElementId> {
  const wanted = new Set<ElementId>();
  const groups = new Set<string>();
  for (const id of ids) {
    const element = board.get(id);
    if (element === undefined) continue;
    wanted.add(id);
    const outermost = element.groups.at(-1);
    if (outermost !== undefined) groups.add(outermost);
  }
  if (groups.size === 0) return wanted;
  for (const element of board.all()) {
    if (element.groups.some((group) => groups.has(group))) wanted.add(element.id);
  }
  return wanted;
}

/** Returns the selection, and `forget` for elements that are gone. */
export function createSelection(board: Board, index: SpatialIndex) {
  const selection = signal<ReadonlySet<ElementId>>(new Set());
  const hover = signal<ElementId | undefined>(undefined);
  const owned: Selection = {
    selection,
    hover,
    select(ids) {
      selection.value = withGroups(board, ids);
    },
    setHover(id) {
      hover.value = id;
    },
    selected: () => board.all().filter((element) => selection.peek().has(element.id)),
    selectionBounds: () => unionAll([...selection.peek()].flatMap((id) => index.bounds(id) ?? [])),
  };
  const forget = (gone: ReadonlySet<ElementId>) => {
    const rest = [...selection.peek()].filter((id) => !gone.has(id));
    if (rest.length < selection.peek().size) selection.value = new Set(rest);
    if (gone.has(hover.peek() ?? '')) hover.value = undefined;
  };
  return { owned, forget };
}
