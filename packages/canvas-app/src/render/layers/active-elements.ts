import { type Element, type ElementId, inPaintingOrder } from '@gesso/crdt-schema';
import { type Box, hasRichText } from '@gesso/drawing';
import type { Draft } from '../../editor/draft.ts';

/** One element on the layer above the tiles. */
export interface ActiveElement {
  readonly element: Element;
  /** 0–1. */
  readonly alpha: number;
  /** Its text is left out, or that of the cell with this name. */
  readonly withoutText: boolean | string;
}

/** What is asked of the board and of the tiles below. */
export interface Below {
  get(id: ElementId): Element | undefined;
  bounds(id: ElementId): Box | undefined;
  /** Tiles are to be repainted there. */
  damage(boxes: readonly Box[]): void;
  /** Whether the tiles in view show the board as it is there. */
  isCurrent(box: Box): boolean;
  /** Whether they do so everywhere in view. */
  isDone(): boolean;
}

/**
 * What is above the tiles. Three words: _drafted_ is what drafts and editing show there, _landing_ what stays there until the tiles have
 * it, _hidden_ what tiles leave out: all that is drafted.
 */
export interface ActiveElements {
  /** Takes over what is drafted or edited now. */
  sync(drafts: readonly Draft[], editing: ElementId | undefined, cell?: string): void;
  /** The board has these now; they stay above until the tiles show them. */
  landed(ids: readonly ElementId[]): void;
  /** Drops landing elements that the tiles show by now. Returns whether any were dropped. */
  dropLanded(): boolean;
  /** Returns whether the tiles leave an element out. */
  hides(id: ElementId): boolean;
  /** Returns all that they leave out; another set as soon as that is different. */
  hidden(): ReadonlySet<ElementId>;
  /** Returns what to paint above the tiles, in this order. */
  active(): readonly ActiveElement[];
}

const faded = 0.25;

/** Landing more than this at once is a paste or an import: it may appear tile by tile. */
const mostLanding = 400;

/**
 * Keeps account of what is painted above the tiles instead of on them. An element goes up when it is drafted or edited,
 * and comes down only when the tiles have been repainted with it: letting go of a pen leaves no frame without the stroke.
 */
export const createActiveElements = (below: Below): ActiveElements => {
  let drafts: readonly Draft[] = [];
  let editing: ElementId | undefined;
  let withoutText: boolean | string = true;
  let hidden = new Set<ElementId>();
  const landing = new Set<ElementId>();

  return {
    sync(nextDrafts, nextEditing, cell) {
      drafts = nextDrafts;
      editing = nextEditing;
      withoutText = cell ?? true;
      const next = new Set<ElementId>();
      for (const draft of drafts) {
        for (const id of draft.changed.keys()) next.add(id);
        for (const id of draft.fading) next.add(id);
        for (const { id } of draft.created) next.add(id);
      }
      if (editing !== undefined) next.add(editing);
      const up = [...next].filter((id) => !hidden.has(id));
      const down = [...hidden].filter((id) => !next.has(id));
      if (up.length + down.length > 0) hidden = next;
      for (const id of up) landing.delete(id);
      for (const id of down) landing.add(id);
      if (up.length + down.length > 0) below.damage([...up, ...down].flatMap((id) => below.bounds(id) ?? []));
    },
    landed(ids) {
      if (ids.length > mostLanding) return;
      for (const id of ids) if (!hidden.has(id)) landing.add(id);
    },
    dropLanded() {
      const before = landing.size;
      if (before === 0) return false;
      if (below.isDone()) {
        landing.clear();
        return true;
      }
      // Asking for each of thousands costs more than keeping them up until all is done.
      if (before > mostLanding) return false;
      for (const id of landing) {
        const box = below.bounds(id);
        if (!box || below.isCurrent(box)) landing.delete(id);
      }
      return landing.size < before;
    },
    hides: (id) => hidden.has(id),
    hidden: () => hidden,
    active() {
      const list: ActiveElement[] = [];
      const add = (element: Element | undefined, alpha = 1) => {
        // A field shows no marks, and is see-through where there are some.
        if (element)
          list.push({ element, alpha, withoutText: element.id === editing && !hasRichText(element) && withoutText });
      };
      const onBoard = (ids: Iterable<ElementId>) => [...ids].flatMap((id) => below.get(id) ?? []).sort(inPaintingOrder);
      for (const element of onBoard(landing)) add(element);
      const changed = new Map<ElementId, Element>();
      const fading = new Set<ElementId>();
      for (const draft of drafts) {
        for (const [id, element] of draft.changed) changed.set(id, element);
        for (const id of draft.fading) fading.add(id);
      }
      const created = new Set(drafts.flatMap((draft) => draft.created.map((element) => element.id)));
      if (editing !== undefined && !changed.has(editing) && !created.has(editing)) add(below.get(editing));
      // Of a group that is moved, members may be hidden.
      const moved = [...changed.values()].filter(({ id }) => below.get(id) !== undefined);
      const drafted = [...moved, ...onBoard(fading).filter(({ id }) => !changed.has(id))].sort(inPaintingOrder);
      for (const element of drafted) add(element, fading.has(element.id) ? faded : 1);
      for (const { created, ahead } of drafts)
        for (const element of created) add(ahead?.id === element.id ? ahead : element);
      return list;
    },
  };
};
