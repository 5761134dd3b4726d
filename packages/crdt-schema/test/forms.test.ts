import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Board, forms, openBoard } from '../src/index.ts';

/** Two people on one board, who hear of each other when they `meet`. */
function together() {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const [ada, ben] = docs.map((doc) => openBoard(doc)) as [Board, Board];
  const meet = () => {
    for (const [from, to] of [docs, [docs[1], docs[0]]] as const)
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
  };
  return { docs, ada, ben, meet };
}

const formIn = (board: Board): string | undefined => {
  const [shape] = board.all();
  return shape && 'form' in shape ? shape.form : undefined;
};

describe('the form of a shape', () => {
  test('is that of its kind until it is set, and takes nothing in the document', () => {
    const { docs, ada } = together();
    for (const kind of ['rect', 'ellipse', 'diamond'] as const) {
      const id = ada.edit((w) => w.add({ kind, x: 0, y: 0 }));
      expect(ada.get(id)).toMatchObject({ form: kind });
      expect(docs[0].getMap('el').get(id)).not.toHaveProperty('fm');
    }
  });

  test('changes in place, in one step, and back', () => {
    const { docs, ada } = together();
    const id = ada.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, text: 'label' }));
    ada.edit((w) => w.patch(id, { form: 'triangle' }));
    expect(ada.get(id)).toMatchObject({ kind: 'rect', form: 'triangle', text: 'label' });
    expect([...docs[0].getMap('ov').keys()]).toEqual([`${id}:fm`]);
    ada.undo();
    expect(formIn(ada)).toBe('rect');
    ada.redo();
    expect(formIn(ada)).toBe('triangle');
    ada.edit((w) => w.patch(id, { form: 'rect' }));
    expect(docs[0].getMap('ov').size).toBe(0);
  });

  test('is one and the same for two people who change it at once, and each takes back their own', () => {
    const { ada, ben, meet } = together();
    const id = ada.edit((w) => w.add({ kind: 'ellipse', x: 0, y: 0 }));
    meet();
    ada.edit((w) => w.patch(id, { form: 'star' }));
    ben.edit((w) => w.patch(id, { form: 'cloud' }));
    meet();
    expect(formIn(ada)).toBe(formIn(ben));
    expect(['star', 'cloud']).toContain(formIn(ada));
    ben.undo();
    meet();
    expect(formIn(ada)).toBe(formIn(ben));
  });

  test('of a newer version leaves the kind its own', () => {
    const { docs, ada } = together();
    const id = ada.edit((w) => w.add({ kind: 'diamond', x: 0, y: 0 }));
    docs[0].getMap('ov').set(`${id}:fm`, forms.length + 5);
    expect(formIn(ada)).toBe('diamond');
  });
});
