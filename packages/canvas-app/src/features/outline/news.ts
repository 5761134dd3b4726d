import type { Change, ElementId } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';

/** Collects what others do until it is told. */
export interface News {
  /** `nameOf`: the name of the person who made an element; '' when it is not known. */
  note(change: Change, nameOf: (id: ElementId) => string): void;
  /** What has been done since it was asked last, in one sentence; '' when nothing was. */
  take(): string;
}

export function createNews(): News {
  const added = new Map<string, Set<ElementId>>();
  const changed = new Set<ElementId>();
  const removed = new Set<ElementId>();
  return {
    note(change, nameOf) {
      if (change.origin !== 'remote') return;
      for (const { id } of change.added) {
        const name = nameOf(id);
        const theirs = added.get(name) ?? new Set();
        added.set(name, theirs.add(id));
      }
      const isNew = (id: ElementId) => [...added.values()].some((ids) => ids.has(id));
      for (const { id } of change.updated) if (!isNew(id)) changed.add(id);
      for (const id of change.removed) removed.add(id);
    },
    take() {
      const parts = [...added].map(([name, ids]) =>
        name === '' ? say('outline.othersAdded', { n: ids.size }) : say('outline.added', { name, n: ids.size }),
      );
      if (changed.size > 0) parts.push(say('outline.changed', { n: changed.size }));
      if (removed.size > 0) parts.push(say('outline.removed', { n: removed.size }));
      for (const kept of [added, changed, removed]) kept.clear();
      return parts.join(' ');
    },
  };
}
