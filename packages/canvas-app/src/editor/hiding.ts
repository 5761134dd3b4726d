import type { Change, Element, ElementId } from '@gesso/crdt-schema';
import type { ShownBoard } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { SpatialIndex } from './spatial.ts';

/** Those of some elements that a person sees: what copies take, and what frames and handles are around. */
export const seenOf = (
  { index }: { readonly index: Pick<SpatialIndex, 'bounds'> },
  elements: readonly Element[],
): readonly Element[] => elements.filter(({ id }) => index.bounds(id) !== undefined);

/** What this person has hidden on this page. No document knows of it, and nobody else sees less. */
export interface Hiding {
  /** Ids of what is hidden, some of which may be gone. */
  readonly hidden: ReadonlySignal<ReadonlySet<ElementId>>;
  hide(ids: Iterable<ElementId>): void;
  /** Shows everything again. Returns what was hidden and is there. */
  showHidden(): readonly Element[];
}

const none: ReadonlySet<ElementId> = new Set();

/**
 * A board as a person sees it who has hidden some of it: `seen` has what is left, and its feed says of what is hidden that it is gone,
 * and of what is shown again that it has come. What is painted, hit and found is asked of that; what is moved and grouped is asked of
 * the board itself, so that it keeps together.
 */
export function hidingOn(board: ShownBoard): { readonly seen: ShownBoard; readonly hiding: Hiding } {
  const hidden = signal(none);
  const listeners = new Set<(change: Change) => void>();
  const isSeen = (id: ElementId): boolean => !hidden.peek().has(id);
  let list:
    | { readonly all: readonly Element[]; readonly hidden: unknown; readonly seen: readonly Element[] }
    | undefined;

  function all(): readonly Element[] {
    const every = board.all();
    if (hidden.peek().size === 0) return every;
    if (list?.all !== every || list.hidden !== hidden.peek())
      list = { all: every, hidden: hidden.peek(), seen: every.filter(({ id }) => isSeen(id)) };
    return list.seen;
  }
  const tell = (change: Partial<Change>): void => {
    for (const listener of listeners) listener({ added: [], updated: [], removed: [], origin: 'local', ...change });
  };
  const seenOf = (change: Change): Change =>
    hidden.peek().size === 0
      ? change
      : {
          ...change,
          added: change.added.filter(({ id }) => isSeen(id)),
          updated: change.updated.filter(({ id }) => isSeen(id)),
        };
  const seen: ShownBoard = Object.create(board, {
    get: { value: (id: ElementId) => (isSeen(id) ? board.get(id) : undefined) },
    all: { value: all },
    size: { get: () => all().length },
    onChange: {
      value(listener: (change: Change) => void) {
        listeners.add(listener);
        const stop = board.onChange((change) => listener(seenOf(change)));
        return () => {
          listeners.delete(listener);
          stop();
        };
      },
    },
  });
  return {
    seen,
    hiding: {
      hidden,
      hide(ids) {
        const more = [...ids].filter(isSeen);
        if (more.length === 0) return;
        hidden.value = new Set([...hidden.peek(), ...more]);
        tell({ removed: more.filter((id) => board.get(id) !== undefined) });
      },
      showHidden() {
        const added = [...hidden.peek()].flatMap((id) => board.get(id) ?? []);
        hidden.value = none;
        if (added.length > 0) tell({ added });
        return added;
      },
    },
  };
}
