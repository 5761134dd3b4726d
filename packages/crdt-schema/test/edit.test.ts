import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure, isElementId, limits } from '../src/index.ts';
import { changesDuring, line, newBoard, rect } from './board.ts';

const asset = 'x'.repeat(43);

describe('an edit', () => {
  test('is one transaction, one update and one change, however much it does', () => {
    const { doc, board } = newBoard();
    const updates: Uint8Array[] = [];
    doc.on('update', (update) => updates.push(update));
    const changes = changesDuring(board, () =>
      board.edit((w) => {
        const id = w.add(rect());
        w.patch(id, { x: 5, color: '#ff0000', text: 'hello' });
        w.add({ kind: 'stroke', x: 0, y: 0, points: line(0, 0, 5, 5) });
      }),
    );
    expect(updates).toHaveLength(1);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ origin: 'local', updated: [], removed: [] });
    expect(changes[0]?.added.map(({ kind }) => kind)).toEqual(['rect', 'stroke']);
  });

  test('sees what it has written itself', () => {
    const { board } = newBoard();
    board.edit((w) => {
      const id = w.add(rect({ x: 1 }));
      expect(board.get(id)).toMatchObject({ x: 1 });
      w.patch(id, { x: 2 });
      expect(board.get(id)).toMatchObject({ x: 2 });
      expect(board.all()).toHaveLength(1);
      w.remove(id);
      expect(board.get(id)).toBeUndefined();
      expect(board.size).toBe(0);
    });
  });

  test('tells nothing of what came and went within it', () => {
    const { board } = newBoard();
    const changes = changesDuring(board, () => board.edit((w) => w.remove(w.add(rect()))));
    expect(changes).toEqual([]);
  });

  test('joins the edit it is called in', () => {
    const { board } = newBoard();
    board.edit((w) => {
      w.add(rect());
      board.edit((inner) => inner.add(rect()));
    });
    expect(board.size).toBe(2);
    board.undo();
    expect(board.size).toBe(0);
  });

  test('may be made by the one who hears of a change', () => {
    const { board } = newBoard();
    const stop = board.onChange(({ added: [element] }) => {
      stop();
      if (element !== undefined) board.edit((w) => w.patch(element.id, { x: 9 }));
      expect(board.all()[0]).toMatchObject({ x: 9 });
    });
    board.edit((w) => w.add(rect()));
    expect(board.all()[0]).toMatchObject({ x: 9 });
  });

  test('gives back what it returns', () => {
    const { board } = newBoard();
    expect(isElementId(board.edit((w) => w.add(rect())))).toBe(true);
  });

  test('that throws keeps what it did before as one step', () => {
    const { board } = newBoard();
    const fail = () =>
      board.edit((w) => {
        w.add(rect());
        throw new Error('stop');
      });
    expect(fail).toThrow('stop');
    expect(board.size).toBe(1);
    board.edit((w) => w.add(rect()));
    board.undo();
    expect(board.size).toBe(1);
    board.undo();
    expect(board.size).toBe(0);
  });

  test('adds all or nothing when one of many is not acceptable', () => {
    const { board } = newBoard();
    expect(() => board.edit((w) => w.addAll([rect(), rect({ x: Number.NaN })]))).toThrow(Failure);
    expect(board.size).toBe(0);
  });
});

describe('elements', () => {
  test('are frozen, and the same value until they change', () => {
    const { board } = newBoard();
    const [a, b] = board.edit((w) => w.addAll([rect(), rect({ groups: ['g'] })]));
    const before = board.get(a ?? '');
    expect(Object.isFrozen(before)).toBe(true);
    expect(Object.isFrozen(board.get(b ?? '')?.groups)).toBe(true);
    board.edit((w) => w.patch(b ?? '', { x: 5 }));
    expect(board.get(a ?? '')).toBe(before);
    expect(board.all()).toBe(board.all());
  });

  test('are not told to have changed by a patch that changes nothing', () => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add(rect({ x: 5, color: '#123456' })));
    const bytes = Y.encodeStateAsUpdate(doc);
    const changes = changesDuring(board, () => board.edit((w) => w.patch(id, { x: 5, color: '#123456', text: '' })));
    expect(changes).toEqual([]);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(bytes);
    expect(board.canUndo).toBe(true);
    board.undo();
    expect(board.size).toBe(0);
  });

  test('lose their override when a property goes back to what it was', () => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add(rect({ x: 5, locked: true })));
    board.edit((w) => w.patch(id, { x: 9, locked: false, opacity: 50, rotation: 1, fill: '#ffffff' }));
    expect(doc.getMap('ov').size).toBe(4);
    board.edit((w) => w.patch(id, { x: 5, locked: true, opacity: 100, rotation: 0, fill: 'none' }));
    expect(doc.getMap('ov').size).toBe(0);
  });

  test('keep their points by identity while they are moved', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'stroke', x: 0, y: 0, points: line(0, 0, 8, 4) }));
    const drawn = board.get(id);
    board.edit((w) => w.patch(id, { x: 100, rotation: 0.5 }));
    const moved = board.get(id);
    expect(moved?.kind === 'stroke' && drawn?.kind === 'stroke' && moved.points === drawn.points).toBe(true);
  });

  test('have an id of their own even when one is asked for that exists', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ id: 'abcdefghijkl' })));
    expect(id).toBe('abcdefghijkl');
    expect(board.edit((w) => w.add(rect({ id: 'abcdefghijkl' })))).not.toBe(id);
    expect(() => board.edit((w) => w.add(rect({ id: 'no' })))).toThrow(Failure);
  });

  test('of an asset, a frame, an arrow and a text come back as they were given', () => {
    const { board } = newBoard();
    const given = [
      { kind: 'image', x: 1, y: 2, width: 30, height: 40, asset, crop: [0, 0, 0.5, 1] },
      { kind: 'frame', x: 0, y: 0, width: 800, height: 600, name: 'Plan' },
      {
        kind: 'arrow',
        x: 5,
        y: 5,
        points: line(0, 0, 50, 10),
        heads: ['dot', 'triangle'],
        start: { element: 'abcdefghijkl', at: [0.5, 1] },
        curve: true,
        rotation: 0.25,
      },
      { kind: 'line', x: 5, y: 5, points: line(0, 0, 50, 10), heads: ['none', 'arrow'], dash: 'dotted' },
      { kind: 'text', x: 0, y: 0, text: 'Hällo\n😀', width: 120, font: 'mono', link: 'https://example.org/' },
      { kind: 'sticky', x: 0, y: 0, text: 'note', frame: 'abcdefghijkl', groups: ['in', 'out'] },
    ] as const;
    const ids = board.edit((w) => w.addAll(given));
    ids.forEach((id, i) => {
      expect(board.get(id)).toMatchObject(given[i] ?? {});
    });
  });
});

describe('resizing and turning', () => {
  test('a stroke keeps its stored points and shows them scaled', () => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'stroke', x: 10, y: 10, points: line(0, 0, 8, 4) }));
    const record = doc.getMap('el').get(id);
    board.edit((w) => w.patch(id, { scale: [2, 3], rotation: 0.5, x: 20 }));
    expect(board.get(id)).toMatchObject({ x: 20, rotation: 0.5, points: { xy: Float32Array.of(0, 0, 16, 12) } });
    board.edit((w) => w.patch(id, { scale: [0.5, -1] }));
    expect(board.get(id)).toMatchObject({ points: { xy: Float32Array.of(0, 0, 8, -12) } });
    expect(doc.getMap('el').get(id)).toBe(record);
    board.edit((w) => w.patch(id, { scale: [1, -1 / 3], rotation: 0, x: 10 }));
    expect(doc.getMap('ov').size).toBe(0);
  });

  test('a flat stroke can be scaled, and none is ever squeezed to nothing', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'stroke', x: 0, y: 0, points: line(0, 0, 8, 0) }));
    board.edit((w) => w.patch(id, { scale: [0, 5] }));
    expect(board.get(id)).toMatchObject({ points: { xy: Float32Array.of(0, 0, 1 / 16, 0) } });
    board.edit((w) => w.patch(id, { scale: [128, 1] }));
    expect(board.get(id)).toMatchObject({ points: { xy: Float32Array.of(0, 0, 8, 0) } });
  });

  test('a line is given new points, and back its old ones', () => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'line', x: 0, y: 0, points: line(0, 0, 8, 4) }));
    board.edit((w) => w.patch(id, { points: line(0, 0, 3, 3, 9, 9), x: 2 }));
    expect(board.get(id)).toMatchObject({ x: 2, points: { xy: Float32Array.of(0, 0, 3, 3, 9, 9) } });
    board.edit((w) => w.patch(id, { points: line(0, 0, 8, 4), x: 0 }));
    expect(doc.getMap('ov').size).toBe(0);
  });

  test('a text may lose its width, and what is optional can be taken away', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, width: 200, link: '/b/other' }));
    board.edit((w) => w.patch(id, { width: null, link: null, frame: null }));
    const element = board.get(id);
    expect(element).not.toHaveProperty('width', 200);
    expect(element?.link).toBeUndefined();
    board.edit((w) => w.patch(id, { width: 90 }));
    expect(board.get(id)).toMatchObject({ width: 90 });
  });

  test('what a kind does not have is ignored', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'stroke', x: 0, y: 0, points: line(0, 0) }));
    const changes = changesDuring(board, () =>
      board.edit((w) => w.patch(id, { fill: '#ffffff', text: 'x', height: 5, points: line(1, 1), name: 'n' })),
    );
    expect(changes).toEqual([]);
    board.edit((w) => w.patch('not-there---', { x: 5 }));
    board.edit((w) => w.remove('not-there---'));
  });
});

describe('limits', () => {
  test.each([
    ['rect.x', { x: Number.NaN }],
    ['rect.x', { x: 1e9 }],
    ['rect.rotation', { rotation: Number.POSITIVE_INFINITY }],
    ['rect.width', { width: -5 }],
    ['rect.color', { color: 'red' }],
    ['rect.link', { link: 'javascript:alert(1)' }],
    ['rect.opacity', { opacity: 101 }],
    ['rect.groups', { groups: ['a b'] }],
    ['rect.z', { z: 'not a key' }],
  ])('%s refuses %j, in a new element and in a patch, and writes nothing', (detail, props) => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    const before = Y.encodeStateAsUpdate(doc);
    const refused = expect.objectContaining({ code: 'MALFORMED', detail });
    expect(() => board.edit((w) => w.add(rect(props)))).toThrow(refused);
    expect(() => board.edit((w) => w.patch(id, { y: 7, ...props }))).toThrow(refused);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  test('a text has an end', () => {
    const { board } = newBoard();
    const text = 'x'.repeat(limits.textLength + 1);
    expect(() => board.edit((w) => w.add(rect({ text })))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    const id = board.edit((w) => w.add(rect({ text: text.slice(1) })));
    expect(() => board.edit((w) => w.patch(id, { text }))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });

  test('an edit has an end: one update carries it', () => {
    const { board } = newBoard();
    const text = 'x'.repeat(limits.textLength);
    const many = Array.from({ length: 280 }, () => rect({ text }));
    expect(() => board.edit((w) => w.addAll(many))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', detail: 'edit' }),
    );
    expect(board.size).toBe(0);
    board.together(() => {
      for (let i = 0; i < 280; i += 140) board.edit((w) => w.addAll(many.slice(i, i + 140)));
    });
    expect(board.size).toBe(280);
  });

  test('a board has an end, and still works there', { timeout: 60_000 }, () => {
    const { doc, board } = newBoard();
    const el = doc.getMap('el');
    doc.transact(() => {
      for (let i = 0; i < limits.boardElements; i++) el.set(`${i}`.padStart(12, '-'), { t: 'r', x: 0, y: 0, z: 'a0' });
    });
    expect(board.size).toBe(limits.boardElements);
    expect(() => board.edit((w) => w.add(rect()))).toThrow(expect.objectContaining({ code: 'BOARD_FULL' }));
    const id = board.all()[0]?.id ?? '';
    board.edit((w) => w.patch(id, { x: 5 }));
    board.edit((w) => w.remove(id));
    board.edit((w) => w.add(rect()));
    expect(board.size).toBe(limits.boardElements);
  });
});
