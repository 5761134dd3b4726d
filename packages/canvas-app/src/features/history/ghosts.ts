import { type Board, type Change, type Element, type ElementId, inPaintingOrder } from '@gesso/crdt-schema';

/** How much of it a ghost is seen of, in parts of what was seen of it. */
const share = 0.35;

/** An element that is gone, faintly. */
const faint = (element: Element): Element =>
  Object.freeze({ ...element, opacity: Math.round(share * element.opacity) });

/** A board with what is gone of it shown faintly in its place, for as long as it is not there. Looked at only. */
export function withGhosts(board: Board, gone: readonly Element[]): Board {
  const ghosts = new Map<ElementId, Element>(gone.map((element) => [element.id, faint(element)]));
  const missing = () => [...ghosts.values()].filter(({ id }) => board.get(id) === undefined);
  const isGhost = ({ id }: Element): boolean => ghosts.has(id);
  const translated = (change: Change): Change => {
    const { added, updated, removed } = change;
    return Object.freeze({
      ...change,
      added: added.filter((one) => !isGhost(one)),
      updated: [...updated, ...added.filter(isGhost), ...removed.flatMap((id) => ghosts.get(id) ?? [])],
      removed: removed.filter((id) => !ghosts.has(id)),
    });
  };
  // All who listen are told the same object of one change, and all is the same list until there is one.
  const told = new WeakMap<Change, Change>();
  let all: readonly Element[] | undefined;
  const hear = (change: Change): Change => {
    const known = told.get(change) ?? translated(change);
    told.set(change, known);
    return known;
  };
  const stop = board.onChange(() => {
    all = undefined;
  });
  return Object.defineProperties(
    {
      ...board,
      get: (id: ElementId) => board.get(id) ?? ghosts.get(id),
      all: () => {
        all ??= [...board.all(), ...missing()].sort(inPaintingOrder);
        return all;
      },
      onChange: (listener: (change: Change) => void) => board.onChange((change) => listener(hear(change))),
      close: stop,
    },
    { size: { get: () => board.size + missing().length } },
  );
}
