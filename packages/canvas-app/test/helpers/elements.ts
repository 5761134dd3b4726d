import {
  type Board,
  type Change,
  type Element,
  type ElementId,
  makeElement,
  type NewElement,
} from '@gesso/crdt-schema';

/** A filled 10 × 10 square. */
export const square = (id: ElementId, x: number, y: number, z = 'a0', side = 10): Element =>
  makeElement('rect', {
    id,
    x,
    y,
    z,
    width: side,
    height: side,
    color: '#24272c',
    fill: '#dbe1fd',
    strokeWidth: 0,
    font: 'sans',
  });

/** A filled rectangle to be added, 100 × 60; its id is the name, padded. */
export const newRect = (id: string, x: number, y: number, more: object = {}): NewElement => ({
  id: id.padEnd(12, '-'),
  kind: 'rect',
  x,
  y,
  width: 100,
  height: 60,
  fill: '#dbe1fd',
  ...more,
});

export interface FakeBoard {
  readonly board: Board;
  put(...elements: Element[]): void;
  remove(...ids: ElementId[]): void;
}

const unused = (): never => {
  throw new Error('not part of this test');
};

/** The reading side of a board. */
export const fakeBoard = (...start: Element[]): FakeBoard => {
  const elements = new Map(start.map((element) => [element.id, element]));
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Partial<Change>) => {
    for (const listener of listeners) listener({ added: [], updated: [], removed: [], origin: 'local', ...change });
  };
  return {
    board: {
      get: (id) => elements.get(id),
      authorOf: unused,
      all: () => [...elements.values()].sort((a, b) => (a.z + a.id < b.z + b.id ? -1 : 1)),
      get size() {
        return elements.size;
      },
      name: '',
      edit: unused,
      load: unused,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onRename: unused,
      undo: unused,
      redo: unused,
      keepMarks: unused,
      canUndo: false,
      canRedo: false,
      together: unused,
      typing: unused,
      typingNew: unused,
      orderBetween: unused,
      bytes: () => 0,
      close: () => {},
    },
    put(...changed) {
      const updated = changed.filter(({ id }) => elements.has(id));
      const added = changed.filter(({ id }) => !elements.has(id));
      for (const element of changed) elements.set(element.id, element);
      tell({ added, updated });
    },
    remove(...ids) {
      for (const id of ids) elements.delete(id);
      tell({ removed: ids });
    },
  };
};
