import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../../../board/board.ts';
import { Failure } from '../../../failure.ts';
import { craftUpdate } from '../../../testing/crafted.ts';
import { seededRandom } from '../../../testing/random.ts';
import { type Reading, readUpdate } from './reading.ts';
import { touches } from './touches.ts';

const read = (update: Uint8Array): Reading => {
  const reading = readUpdate(update);
  if (reading instanceof Failure) throw reading;
  return reading;
};

/** A person with a board, and a server that has all of it but what `edit` returns. */
const board = () => {
  const doc = new Y.Doc();
  const server = new Y.Doc();
  const own = openBoard(doc, { random: seededRandom(1) });
  const news = (): Uint8Array => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server));
  const sync = (): void => Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  /** What an edit touches, seen by the server before it has it. */
  const touched = (edit: () => void) => {
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array): void => void updates.push(update);
    doc.on('update', listen);
    edit();
    doc.off('update', listen);
    const { roots, elements } = touches(read(Y.mergeUpdates(updates)), server);
    sync();
    return { roots: [...roots].sort(), elements: [...elements].sort() };
  };
  return { doc, server, own, news, sync, touched };
};

describe('what an update touches', () => {
  test('is the root and the element of what is written', () => {
    const { own, touched } = board();
    let id = '';
    const made = touched(() => {
      id = own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2 }));
    });
    expect(made.roots).toContain('elements');
    expect(made.elements).toEqual([id]);
    expect(touched(() => own.edit((w) => w.patch(id, { x: 5 })))).toEqual({ roots: ['overrides'], elements: [id] });
    expect(touched(() => own.edit((w) => w.rename('Plan')))).toEqual({ roots: ['meta'], elements: [] });
  });

  test('is the table of a row or a cell', () => {
    const { own, touched } = board();
    const id = own.edit((w) => w.add({ kind: 'table', x: 0, y: 0, cells: [['a'], ['b']] }));
    touched(() => own.edit((w) => w.patch(id, { x: 1 })));
    const cells = touched(() => own.edit((w) => w.patch(id, { cells: [['a!'], ['c']] })));
    expect(cells).toEqual({ roots: ['texts'], elements: [id] });
    expect(touched(() => own.edit((w) => w.patch(id, { rows: [] })))).toEqual({ roots: ['overrides'], elements: [id] });
  });

  test('is the text of an element, also where letters only name their neighbors', () => {
    const { doc, own, touched } = board();
    let id = '';
    const made = touched(() => {
      id = own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text: 'label' }));
    });
    expect(made).toEqual({ roots: expect.arrayContaining(['elements', 'texts']), elements: [id] });
    const text = doc.getMap('tx').get(id) as Y.Text;
    expect(touched(() => text.insert(2, 'x'))).toEqual({ roots: ['texts'], elements: [id] });
    expect(touched(() => text.delete(0, 2))).toEqual({ roots: ['texts'], elements: [id] });
  });

  test('is what is deleted, though deletions name no place', () => {
    const { doc, own, touched } = board();
    const [one, other] = ['a', 'b'].map((text) => own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text })));
    touched(() => {});
    const removed = touched(() => own.edit((w) => w.remove(one ?? '')));
    expect(removed.elements).toEqual([one]);
    expect(removed.roots).toContain('elements');
    expect(touched(() => doc.getMap('tx').delete(other ?? ''))).toEqual({ roots: ['texts'], elements: [other] });
  });

  test('is nothing where all is known', () => {
    const { doc, own, server, sync } = board();
    const id = own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text: 'label' }));
    own.edit((w) => w.remove(id));
    sync();
    expect(touches(read(Y.encodeStateAsUpdate(doc)), server).roots).toEqual(new Set());
  });

  test('goes on where the known beginning of a text stands', () => {
    const server = new Y.Doc();
    Y.applyUpdate(
      server,
      craftUpdate([{ client: 7, clock: 0, items: [{ parent: ['tx', 'a'] }, { parent: [7, 0], text: 'ab' }] }]),
    );
    // It says of what is known that it lies elsewhere.
    const more = craftUpdate([
      {
        client: 7,
        clock: 0,
        items: [
          { parent: ['ov', 'b:x'], kind: 'value' },
          { parent: [7, 0], text: 'abc' },
        ],
      },
    ]);
    expect(touches(read(more), server)).toEqual({ roots: new Set(['texts']), elements: new Set(['a']) });
  });

  test('is both places of an item that stands between two', () => {
    const server = new Y.Doc();
    server.clientID = 7;
    server.getMap('meta').set('name', 'x');
    server.getMap('el').set('a', {});
    const between = craftUpdate([
      { client: 8, clock: 0, items: [{ origin: [7, 0], rightOrigin: [7, 1], kind: 'value' }] },
    ]);
    expect(touches(read(between), server)).toEqual({ roots: new Set(['meta', 'elements']), elements: new Set(['a']) });
  });

  test('leaves out what builds on something that has not come, and names a root that no board has', () => {
    const server = new Y.Doc();
    const gap = craftUpdate([{ client: 8, clock: 0, items: [{ origin: [7, 0], kind: 'value' }] }]);
    expect(touches(read(gap), server).roots).toEqual(new Set());
    const strange = craftUpdate([{ client: 8, clock: 0, items: [{ parent: ['toString', 'a'], kind: 'value' }] }]);
    expect(touches(read(strange), server)).toEqual({ roots: new Set(['toString']), elements: new Set() });
  });
});
