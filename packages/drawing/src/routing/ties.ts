import type { Element, ElementId } from '@gesso/crdt-schema';

/** Which arrows are tied to what. */
export interface Ties {
  /** Takes over what an element is tied to now. */
  note(element: Element): void;
  forget(arrow: ElementId): void;
  /** Arrows that are tied to an element. */
  at(target: ElementId): Iterable<ElementId>;
}

const targetsOf = (element: Element): readonly ElementId[] =>
  'start' in element ? [element.start, element.end].flatMap((binding) => binding?.element ?? []) : [];

export function createTies(elements: readonly Element[]): Ties {
  const arrows = new Map<ElementId, Set<ElementId>>();
  const targets = new Map<ElementId, readonly ElementId[]>();

  function forget(arrow: ElementId) {
    for (const target of targets.get(arrow) ?? []) {
      const tied = arrows.get(target);
      if (tied?.delete(arrow) && tied.size === 0) arrows.delete(target);
    }
    targets.delete(arrow);
  }

  function note(element: Element) {
    const next = targetsOf(element);
    if (next.length === 0 && !targets.has(element.id)) return;
    forget(element.id);
    if (next.length === 0) return;
    targets.set(element.id, next);
    for (const target of next) {
      const tied = arrows.get(target);
      if (tied === undefined) arrows.set(target, new Set([element.id]));
      else tied.add(element.id);
    }
  }

  for (const element of elements) note(element);
  return { note, forget, at: (target) => arrows.get(target) ?? [] };
}
