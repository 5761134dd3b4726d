import type { Element, ElementId } from '@gesso/crdt-schema';
import { clipOf, isDerived, type ShownBoard, shownBy } from '@gesso/drawing';
import { type Draft, noDraft } from './draft.ts';

/** Drafts, and after them one with all that is shown otherwise meanwhile: arrows tied to what changes, content of frames. */
export const withDependents = (board: ShownBoard, drafts: readonly Draft[]): readonly Draft[] => {
  const changed = new Map<ElementId, Element>();
  for (const draft of drafts) for (const [id, element] of draft.changed) changed.set(id, element);
  const along = new Set<ElementId>();
  for (const [id, element] of changed) {
    for (const arrow of board.dependents(id)) along.add(arrow);
    if (isDerived(element) || clipOf(element) !== undefined) along.add(id);
  }
  if (along.size === 0) return drafts;
  const get = (id: ElementId) => changed.get(id) ?? board.get(id);
  const arrows = [...along].flatMap((id) => get(id) ?? []).map((arrow) => [arrow.id, shownBy(arrow, get)] as const);
  return [...drafts, { ...noDraft, changed: new Map(arrows) }];
};
