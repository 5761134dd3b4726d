import type { Element, ElementId } from '@gesso/crdt-schema';

/** What is shown otherwise when something else changes: arrows by what they are tied to, content by its frame. */
export interface Ties {
  /** Takes over what an element depends on now. */
  note(element: Element): void;
  forget(id: ElementId): void;
  /** What depends on an element. */
  at(target: ElementId): Iterable<ElementId>;
}

const none: readonly ElementId[] = [];

const targetsOf = (element: Element): readonly ElementId[] => {
  const { frame } = element;
  if (!('start' in element) || (element.start ?? element.end) === undefined)
    return frame === undefined ? none : [frame];
  return [element.start?.element, element.end?.element, frame].filter((id) => id !== undefined);
};

export function createTies(): Ties {
  const dependents = new Map<ElementId, Set<ElementId>>();
  const targets = new Map<ElementId, readonly ElementId[]>();

  function forget(id: ElementId) {
    for (const target of targets.get(id) ?? none) {
      const tied = dependents.get(target);
      if (tied?.delete(id) && tied.size === 0) dependents.delete(target);
    }
    targets.delete(id);
  }

  function note(element: Element) {
    const next = targetsOf(element);
    if (next.length === 0 && !targets.has(element.id)) return;
    forget(element.id);
    if (next.length === 0) return;
    targets.set(element.id, next);
    for (const target of next) {
      const tied = dependents.get(target);
      if (tied === undefined) dependents.set(target, new Set([element.id]));
      else tied.add(element.id);
    }
  }

  return { note, forget, at: (target) => dependents.get(target) ?? none };
}
