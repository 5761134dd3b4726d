import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits, type Patch } from '../src/index.ts';
import { line, newBoard, pair, rect } from './board.ts';

const done = { steps: 1, changed: true };
const unseen = { steps: 1, changed: false };
const nothing = { steps: 0, changed: false };

describe('undo', () => {
  test('takes back one edit at a time, and redo repeats it', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ x: 1 })));
    board.edit((w) => w.patch(id, { x: 2, color: '#ff0000' }));
    board.edit((w) => w.patch(id, { x: 3 }));
    expect(board.undo()).toEqual(done);
    expect(board.get(id)).toMatchObject({ x: 2, color: '#ff0000' });
    expect(board.undo()).toEqual(done);
    expect(board.get(id)).toMatchObject({ x: 1, color: '#1d1e20' });
    expect(board.redo()).toEqual(done);
    expect(board.get(id)).toMatchObject({ x: 2, color: '#ff0000' });
    expect(board.undo()).toEqual(done);
    expect(board.undo()).toEqual(done);
    expect(board.get(id)).toBeUndefined();
    expect(board.undo()).toEqual(nothing);
    expect([board.canUndo, board.canRedo]).toEqual([false, true]);
  });

  test('edits that follow each other at once stay steps of their own', () => {
    const { board } = newBoard();
    for (let i = 0; i < 5; i++) board.edit((w) => w.add(rect()));
    for (let left = 4; left >= 0; left--) {
      board.undo();
      expect(board.size).toBe(left);
    }
  });

  test('of a deletion brings back everything the element had', () => {
    const { doc, board } = newBoard();
    const [id = '', ink = ''] = board.edit((w) =>
      w.addAll([rect({ text: 'label' }), { kind: 'stroke', x: 0, y: 0, points: line(0, 0, 5, 5) }]),
    );
    board.edit((w) => w.patch(id, { x: 40, color: '#00ff00', text: 'label two' }));
    board.edit((w) => w.patch(ink, { scale: [2, 2] }));
    const before = [board.get(id), board.get(ink)];
    board.edit((w) => {
      w.remove(id);
      w.remove(ink);
    });
    expect([doc.getMap('el').size, doc.getMap('ov').size, doc.getMap('tx').size]).toEqual([0, 0, 0]);
    expect(board.undo()).toEqual(done);
    expect([board.get(id), board.get(ink)]).toEqual(before);
  });

  test('of a deletion brings back the very same elements, so that nothing about them has to be found out again', () => {
    const { board } = newBoard();
    const [moved = ''] = board.edit((w) =>
      w.addAll([rect({ text: 'label' }), { kind: 'stroke', x: 0, y: 0, points: line(0, 0, 5, 5) }, rect()]),
    );
    board.edit((w) => w.patch(moved, { x: 40, text: 'label two', groups: ['one'] }));
    const before = board.all();
    const clear = () => {
      board.edit((w) => {
        for (const { id } of board.all()) w.remove(id);
      });
    };
    clear();
    board.undo();
    expect(board.all().every((element, i) => element === before[i])).toBe(true);
    board.redo();
    board.undo();
    clear();
    board.undo();
    expect(board.all().every((element, i) => element === before[i])).toBe(true);
  });

  test('keeps at most so many steps', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    for (let i = 1; i <= limits.undoSteps + 50; i++) board.edit((w) => w.patch(id, { x: i }));
    let steps = 0;
    while (board.undo().steps > 0) steps++;
    expect(steps).toBe(limits.undoSteps);
    expect(board.get(id)).toMatchObject({ x: 50 });
  });

  test('knows nothing of what was loaded, renamed or done by others', () => {
    const { a, b, tell } = pair();
    a.load((w) => w.add(rect()));
    a.edit((w) => w.rename('name'));
    b.edit((w) => w.add(rect()));
    tell();
    expect(a.undo()).toEqual(nothing);
    expect([a.size, a.name]).toEqual([2, 'name']);
  });

  test('takes back at once what was edited together, and nothing before or after it', () => {
    const { board } = newBoard();
    board.edit((w) => w.add(rect()));
    board.together(() => {
      board.edit((w) => w.add(rect()));
      board.together(() => board.edit((w) => w.add(rect())));
      board.edit((w) => w.add(rect()));
    });
    board.edit((w) => w.add(rect()));
    board.undo();
    expect(board.size).toBe(4);
    expect(board.undo()).toEqual(done);
    expect(board.size).toBe(1);
    board.redo();
    expect(board.size).toBe(4);
  });

  test('tells truly, also while it is heard of, whether there is more', () => {
    const { board } = newBoard();
    for (let i = 0; i < 3; i++) board.edit((w) => w.add(rect()));
    const heard: boolean[][] = [];
    board.onChange(() => heard.push([board.canUndo, board.canRedo]));
    for (const act of ['undo', 'undo', 'undo', 'redo', 'redo'] as const) board[act]();
    board.edit((w) => w.add(rect()));
    expect(heard).toEqual([
      [true, true],
      [true, true],
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ]);
  });

  test('a new edit ends what could be redone', () => {
    const { board } = newBoard();
    board.edit((w) => w.add(rect()));
    board.undo();
    board.edit((w) => w.add(rect()));
    expect(board.canRedo).toBe(false);
  });
});

describe('two people at once', () => {
  const shared = () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ x: 0, color: '#000000' })));
    both.tell();
    const see = () => {
      both.tell();
      expect(both.b.all()).toEqual(both.a.all());
      return both.a.get(id);
    };
    return { ...both, id, see };
  };

  test('recolor and move: both stay', () => {
    const { a, b, id, see } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    b.edit((w) => w.patch(id, { x: 50 }));
    expect(see()).toMatchObject({ color: '#ff0000', x: 50 });
  });

  test('type and move: neither competes with the other, no matter what the place was', () => {
    const { a, b, docs, id, see, tell } = shared();
    docs[1].getMap('ov').set(`${id}:m`, [7, 8, 100, 100, 0]);
    tell();
    a.edit((w) => w.patch(id, { text: 'typed', color: '#ff0000' }));
    expect(docs[0].getMap('ov').get(`${id}:m`)).toEqual([7, 8, 100, 100, 0]);
    b.edit((w) => w.patch(id, { x: 50 }));
    expect(see()).toMatchObject({ text: 'typed', x: 50, y: 8 });
  });

  test('both recolor: one wins, for both', () => {
    const { a, b, id, see } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    b.edit((w) => w.patch(id, { color: '#0000ff' }));
    expect(['#ff0000', '#0000ff']).toContain(see()?.kind === 'rect' ? (see() as { color: string }).color : '');
  });

  test('delete and move: it is deleted', () => {
    const { a, b, id, docs, see } = shared();
    a.edit((w) => w.remove(id));
    b.edit((w) => w.patch(id, { x: 50 }));
    expect(see()).toBeUndefined();
    expect(docs[0].getMap('ov').size).toBe(1);
    expect(a.size).toBe(0);
  });

  test('delete and move, then the delete is undone: it is back where it was moved to', () => {
    const { a, b, id, see, tell } = shared();
    a.edit((w) => w.remove(id));
    b.edit((w) => w.patch(id, { x: 50 }));
    tell();
    expect(a.undo()).toEqual(done);
    expect(see()).toMatchObject({ x: 50 });
  });

  test('move, then a delete that saw it is undone: it is back where it was moved to', () => {
    const { a, b, id, see, tell } = shared();
    b.edit((w) => w.patch(id, { x: 50 }));
    tell();
    a.edit((w) => w.remove(id));
    tell();
    a.undo();
    expect(see()).toMatchObject({ x: 50 });
  });

  test('recolor and move, then the recoloring is undone: the move stays', () => {
    const { a, b, id, see, tell } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    b.edit((w) => w.patch(id, { x: 50 }));
    tell();
    expect(a.undo()).toEqual(done);
    expect(see()).toMatchObject({ color: '#000000', x: 50 });
  });

  test('recolor and undo leaves no trace in the document', () => {
    const { a, id, docs, see } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    a.undo();
    expect(see()).toMatchObject({ color: '#000000' });
    expect(docs[1].getMap('ov').size).toBe(0);
  });

  test('the same id made twice: one base wins, the edits of both stay', () => {
    const { a, b, see, tell } = shared();
    const id = 'twiceTwice00';
    a.edit((w) => w.patch(w.add(rect({ id })), { color: '#ff0000' }));
    b.edit((w) => w.patch(w.add(rect({ id })), { opacity: 40 }));
    tell();
    see();
    expect(a.get(id)).toMatchObject({ color: '#ff0000', opacity: 40 });
  });

  test('undo of an edit a colleague has since overwritten does nothing, says so, and touches nothing older', () => {
    const { a, b, id, see, tell } = shared();
    const older = a.edit((w) => w.add(rect()));
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    tell();
    b.edit((w) => w.patch(id, { color: '#0000ff' }));
    tell();
    expect(a.undo()).toEqual(unseen);
    expect(see()).toMatchObject({ color: '#0000ff' });
    expect(a.get(older)).toBeDefined();
    expect(a.undo()).toEqual(done);
    expect(a.get(older)).toBeUndefined();
  });

  test('undo of a change to what a colleague has deleted does nothing and says so', () => {
    const { a, b, id, tell } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    tell();
    b.edit((w) => w.remove(id));
    tell();
    expect(a.undo()).toEqual(unseen);
    expect(a.undo()).toEqual(unseen);
    expect(a.undo()).toEqual(nothing);
    expect(a.size).toBe(0);
  });

  test('undo and redo never bring back what a colleague has deleted', () => {
    const { a, b, id, see, tell } = shared();
    tell();
    b.edit((w) => w.remove(id));
    tell();
    a.undo();
    a.redo();
    expect(see()).toBeUndefined();
  });

  test('undo never takes away what a colleague has drawn', () => {
    const { a, b, tell } = shared();
    const theirs = b.edit((w) => w.add(rect()));
    tell();
    while (a.undo().steps > 0) tell();
    expect(a.all().map(({ id }) => id)).toEqual([theirs]);
  });
});

describe('what a colleague did since', () => {
  const shared = () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ color: '#000000', text: 'a' })));
    both.tell();
    const see = () => {
      both.tell();
      expect(both.b.all()).toEqual(both.a.all());
      return both.a.get(id);
    };
    return { ...both, id, see };
  };

  test('stays when it had been written over and the undo that brought it back is followed by another', () => {
    const { a, b, id, see } = shared();
    b.edit((w) => w.patch(id, { x: 828 }));
    see();
    a.edit((w) => w.patch(id, { x: 871 }));
    see();
    b.edit((w) => w.patch(id, { x: 265 }));
    see();
    a.edit((w) => w.patch(id, { y: 99 }));
    see();
    expect(a.undo()).toEqual(done);
    expect(see()).toMatchObject({ x: 265, y: 0 });
    expect(a.undo()).toEqual(unseen);
    expect(see()).toMatchObject({ x: 265, y: 0 });
    expect(a.redo()).toEqual(done);
    expect(see()).toMatchObject({ x: 265, y: 99 });
    expect(a.undo()).toEqual(done);
    expect(see()).toMatchObject({ x: 265, y: 0 });
  });

  test('stays when it was to take a setting back to what it was at first', () => {
    const { a, b, id, see } = shared();
    a.edit((w) => w.patch(id, { color: '#ff0000' }));
    a.edit((w) => w.patch(id, { color: '#00ff00' }));
    see();
    b.edit((w) => w.patch(id, { color: '#000000' }));
    expect(see()).toMatchObject({ color: '#000000' });
    expect(a.undo()).toEqual(unseen);
    expect(see()).toMatchObject({ color: '#000000' });
  });

  test.each<[string, Patch]>([
    ['moved', { x: 40 }],
    ['recolored', { color: '#ff0000' }],
    ['written on', { text: 'a and b' }],
  ])('stays, with the element, when the making of an element is undone that they have %s', (_name, patch) => {
    const { a, b, id, see } = shared();
    const alone = a.edit((w) => w.add(rect()));
    b.edit((w) => w.patch(id, patch));
    const worked = see();
    expect(a.undo()).toEqual(done);
    expect(a.get(alone)).toBeUndefined();
    expect(a.undo()).toEqual(unseen);
    expect(see()).toEqual(worked);
    expect(a.redo()).toEqual(done);
    expect(a.get(alone)).toBeDefined();
  });

  test('stays when of many made at once they have worked on one', () => {
    const { a, b, id, see } = shared();
    const made = a.edit((w) => w.addAll([rect(), rect({ text: 'mine' }), rect()]));
    see();
    b.edit((w) => w.patch(made[1] ?? '', { x: 7 }));
    see();
    expect(a.undo()).toEqual(done);
    see();
    expect(a.all().map((element) => element.id)).toEqual([id, made[1]]);
    expect(a.get(made[1] ?? '')).toMatchObject({ x: 7, text: 'mine' });
  });

  test('stays when a deletion that was undone would be done again', () => {
    const { a, b, id, see } = shared();
    b.edit((w) => w.patch(id, { x: 12 }));
    see();
    a.edit((w) => w.remove(id));
    a.undo();
    expect(see()).toMatchObject({ x: 12 });
    a.redo();
    expect(see()).toBeUndefined();
    a.undo();
    see();
    b.edit((w) => w.patch(id, { color: '#ff0000' }));
    see();
    expect(a.redo()).toEqual(unseen);
    expect(see()).toMatchObject({ x: 12, color: '#ff0000' });
  });

  test('stays when letters of theirs were deleted with the element and came back', () => {
    const { a, b, id, see } = shared();
    b.edit((w) => w.patch(id, { text: 'a typed' }));
    see();
    a.edit((w) => w.remove(id));
    a.undo();
    expect(a.undo()).toEqual(unseen);
    expect(see()).toMatchObject({ text: 'a typed' });
  });
});

test('what was undone and redone is the same in a fresh copy', () => {
  const { doc, board } = newBoard();
  const id = board.edit((w) => w.add(rect({ text: 'one' })));
  board.edit((w) => w.patch(id, { text: 'one two', x: 4 }));
  board.edit((w) => w.remove(id));
  for (const act of ['undo', 'undo', 'redo', 'redo', 'undo'] as const) board[act]();
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  expect(copy.getMap('el').size).toBe(1);
  expect(board.get(id)).toMatchObject({ text: 'one two', x: 4 });
});
