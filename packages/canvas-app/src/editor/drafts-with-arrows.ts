import type { Element, ElementId } from '@gesso/crdt-schema';
import { isRouted, type RoutedBoard, routed } from '@gesso/drawing';
import { type Draft, noDraft } from './draft.ts';

/** Drafts, and after them one with the arrows that are tied to what they change, as these lie meanwhile. */
export const withArrows = (board: RoutedBoard, drafts: readonly Draft[]): readonly Draft[] => {
  const changed = new Map<ElementId, Element>();
  for (const draft of drafts) for (const [id, element] of draft.changed) changed.set(id, element);
  const along = new Set<ElementId>();
  for (const [id, element] of changed) {
    for (const arrow of board.tiedTo(id)) along.add(arrow);
    if (isRouted(element)) along.add(id);
  }
  if (along.size === 0) return drafts;
  const get = (id: ElementId) => changed.get(id) ?? board.get(id);
  const arrows = [...along].flatMap((id) => get(id) ?? []).map((arrow) => [arrow.id, routed(arrow, get)] as const);
  return [...drafts, { ...noDraft, changed: new Map(arrows) }];
};
