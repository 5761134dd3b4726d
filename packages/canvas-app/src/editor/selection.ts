import type { Board, Element, ElementId } from '@gesso/crdt-schema';
import { type Box, unionAll } from '@gesso/drawing';
import { batch, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Entered, groupsIn, membersOf, nothingEntered, outTo } from './groups.ts';
import type { SpatialIndex } from './spatial.ts';

/** What is selected, in which group, and what a press would select. */
export interface Selection {
  readonly selection: ReadonlySignal<ReadonlySet<ElementId>>;
  /** Element under the pointer when pressing would select it. */
  readonly hover: ReadonlySignal<ElementId | undefined>;
  readonly entered: ReadonlySignal<Entered>;
  /**
   * Selects what exists of `ids`, whole groups included, in the groups that are `entered` (absent = as before). Those that do not
   * have all of it are left.
   */
  select(ids: Iterable<ElementId>, entered?: Entered): void;
  setHover(id: ElementId | undefined): void;
  /** The selected elements as they are in the document, in painting order. */
  selected(): readonly Element[];
  selectionBounds(): Box | undefined;
  /** The groups of an element inside what is entered, the innermost first: it is selected with all of the last one. */
  innerGroups(element: Element): readonly string[];
  /** Whether an element is in the group that is entered; on the board itself each is. */
  isWithin(element: Element): boolean;
}

/** Returns the selection, and `forget` for elements that are gone; called with each change, as groups may be gone as well. */
export function createSelection(board: Board, index: SpatialIndex) {
  const selection = signal<ReadonlySet<ElementId>>(new Set());
  const hover = signal<ElementId | undefined>(undefined);
  const entered = signal(nothingEntered);

  /** Elements and all that is selected with them. */
  const withGroups = (elements: readonly Element[]): Set<ElementId> => {
    const wanted = new Set<ElementId>();
    const groups = new Set<string>();
    for (const element of elements) {
      wanted.add(element.id);
      const group = element.groups.length === 0 ? undefined : owned.innerGroups(element).at(-1);
      if (group !== undefined) groups.add(group);
    }
    for (const group of groups) for (const { id } of membersOf(board, group)) wanted.add(id);
    return wanted;
  };

  const owned: Selection = {
    selection,
    hover,
    entered,
    select(ids, within = entered.peek()) {
      // What is hidden is selected with its group alone.
      const elements = [...ids].flatMap((id) => (index.bounds(id) === undefined ? [] : (board.get(id) ?? [])));
      batch(() => {
        entered.value = outTo(within, (group) => elements.every(({ groups }) => groups.includes(group)));
        selection.value = withGroups(elements);
      });
    },
    setHover(id) {
      hover.value = id;
    },
    selected: () => board.all().filter((element) => selection.peek().has(element.id)),
    selectionBounds: () => unionAll([...selection.peek()].flatMap((id) => index.bounds(id) ?? [])),
    innerGroups: (element) => groupsIn(entered.peek(), element),
    isWithin({ groups }) {
      const [group] = entered.peek();
      return group === undefined || groups.includes(group);
    },
  };
  const forget = (gone: ReadonlySet<ElementId>) => {
    const rest = [...selection.peek()].filter((id) => !gone.has(id));
    if (rest.length < selection.peek().size) selection.value = new Set(rest);
    if (gone.has(hover.peek() ?? '')) hover.value = undefined;
    if (entered.peek().length === 0) return;
    const left = entered.peek().filter((group) => membersOf(board, group).length > 0);
    if (left.length < entered.peek().length) entered.value = left;
  };
  return { owned, forget };
}
