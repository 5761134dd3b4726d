import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Element } from '../elements/elements.ts';
import { newTrackKey, type Row } from '../elements/grid.ts';
import { type BoardDoc, createBoardDoc } from '../yjs/board-doc.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { type Board, openBoard } from './board.ts';
import { differenceOf, restoreVersion } from './restore.ts';
import { type Deed, withoutDeeds } from './take-back.ts';

const people = ['pat', 'quinn'] as const;
type Who = (typeof people)[number];

/** Two people on one board, and the log of what they did since it began. */
function two(before: (board: Board) => void = () => undefined) {
  const first = createBoardDoc();
  before(openBoard(first));
  const base = encodeState(first);
  const log: Deed[] = [];
  const side = (by: Who) => {
    const doc = createBoardDoc();
    Y.applyUpdate(doc, base);
    const board = openBoard(doc);
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') log.push({ by, update });
    });
    return { doc, board };
  };
  const sides = { pat: side('pat'), quinn: side('quinn') };
  const meet = () => {
    const bring = (from: BoardDoc, to: BoardDoc) =>
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'other');
    bring(sides.pat.doc, sides.quinn.doc);
    bring(sides.quinn.doc, sides.pat.doc);
  };
  return { ...sides, base, log, meet };
}

const shapes = (doc: BoardDoc) => {
  const board = openBoard(doc);
  const all = structuredClone([...board.all()]);
  board.close();
  return new Map(all.map((one) => [one.id, one as Element & { text: string; x: number; color: string }]));
};

const idOf = (board: Board, at: number): string => board.all()[at % Math.max(1, board.size)]?.id ?? '';
const textOf = (board: Board, id: string): string => {
  const one = board.get(id);
  return one !== undefined && 'text' in one ? one.text : '';
};

describe('what one person did is taken back', () => {
  const start = (board: Board) => {
    board.edit((w) => w.addAll([1, 2, 3].map((x) => ({ kind: 'rect' as const, x, y: 0, text: `_${x}_` }))));
  };

  test('what they added goes, what they deleted comes back, what they changed is as it was', () => {
    const { pat, quinn, base, log, meet } = two(start);
    const [a = '', b = ''] = pat.board.all().map(({ id }) => id);
    pat.board.edit((w) => w.add({ kind: 'rect', x: 50, y: 0, text: 'pat' }));
    pat.board.edit((w) => w.patch(a, { x: 70 }));
    pat.board.edit((w) => w.remove(b));
    meet();
    quinn.board.edit((w) => w.patch(a, { color: '#c8323c' }));
    const target = withoutDeeds(quinn.doc, base, log, 'pat');
    const now = shapes(target);
    expect(now.size).toBe(3);
    expect(now.get(a)).toMatchObject({ x: 1, color: '#c8323c' });
    expect(now.get(b)).toMatchObject({ x: 2, text: '_2_' });
    expect(differenceOf(target, quinn.doc)).toMatchObject({ changed: [a], gone: [b] });
  });

  test('what others have drawn on stays as it is, and so does what others deleted', () => {
    const { pat, quinn, base, log, meet } = two(start);
    const [a = ''] = pat.board.all().map(({ id }) => id);
    const mine = pat.board.edit((w) => w.add({ kind: 'rect', x: 50, y: 0, text: 'pat' }));
    pat.board.edit((w) => w.patch(a, { x: 70 }));
    meet();
    quinn.board.edit((w) => w.patch(mine, { color: '#c8323c' }));
    quinn.board.edit((w) => w.remove(a));
    const now = shapes(withoutDeeds(quinn.doc, base, log, 'pat'));
    expect(now.get(mine)).toMatchObject({ x: 50, text: 'pat' });
    expect(now.has(a)).toBe(false);
  });

  test('of a text that both wrote only the letters of the other stay', () => {
    const { pat, quinn, base, log, meet } = two((board) =>
      board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'one two' })),
    );
    const id = idOf(pat.board, 0);
    pat.board.edit((w) => w.patch(id, { text: 'one pat' }));
    meet();
    quinn.board.edit((w) => w.patch(id, { text: 'one pat and QUINN' }));
    expect(shapes(withoutDeeds(quinn.doc, base, log, 'pat')).get(id)?.text).toBe('one two and QUINN');
  });

  test('what others wrote and erased before or after is what there is', () => {
    const { pat, quinn, base, log, meet } = two((board) => {
      board.edit((w) => w.addAll([1, 2].map((x) => ({ kind: 'rect' as const, x, y: 0, text: 'one two' }))));
    });
    const [a = '', b = ''] = pat.board.all().map(({ id }) => id);
    quinn.board.edit((w) => w.patch(a, { x: 91, text: 'two' }));
    meet();
    pat.board.edit((w) => w.patch(a, { x: 70, text: 'two pat' }));
    pat.board.edit((w) => w.patch(b, { text: 'one pat two' }));
    pat.board.edit((w) => w.patch(a, { x: 72 }));
    meet();
    quinn.board.edit((w) => w.patch(b, { text: 'pat two' }));
    const now = shapes(withoutDeeds(quinn.doc, base, log, 'pat'));
    expect(now.get(a)).toMatchObject({ x: 91, text: 'two' });
    expect(now.get(b)?.text.trim()).toBe('two');
  });

  test('what was not stored yet stays', () => {
    const { pat, quinn, base, log, meet } = two(start);
    pat.board.edit((w) => w.patch(idOf(pat.board, 0), { x: 70 }));
    meet();
    const stored = [...log];
    quinn.board.edit((w) => w.patch(idOf(quinn.board, 0), { x: 91 }));
    expect([...shapes(withoutDeeds(quinn.doc, base, stored, 'pat')).values()].map(({ x }) => x)).toEqual([91, 2, 3]);
  });
});

test('what others wrote into a row that the person added stays, and with it the row', () => {
  const { pat, quinn, base, log, meet } = two((board) => {
    board.edit((w) => w.add({ kind: 'table', x: 0, y: 0, cells: [['a']] }));
  });
  const id = idOf(pat.board, 0);
  const { rows = [] } = pat.board.get(id) as { rows?: readonly Row[] };
  const more = [1, 2].map(() => ({ id: newTrackKey('r'), height: 40 }));
  pat.board.edit((w) => w.patch(id, { rows: [...rows, ...more] }));
  pat.board.edit((w) => w.patch(id, { cells: [['a'], ['pat'], ['']] }));
  meet();
  quinn.board.edit((w) => w.patch(id, { cells: [['a'], ['pat'], ['QUINN']] }));
  expect(shapes(withoutDeeds(quinn.doc, base, log, 'pat')).get(id)).toMatchObject({ cells: [['a'], ['QUINN']] });
});

test('a text that others have marked and typed in comes back with its marks', () => {
  const { pat, quinn, base, log, meet } = two((board) => {
    board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'one two' }));
  });
  const id = idOf(pat.board, 0);
  quinn.board.edit((w) => w.patch(id, { marks: [{ from: 4, to: 7, bold: true }] }));
  meet();
  pat.board.edit((w) => w.patch(id, { text: 'pat one two' }));
  meet();
  pat.board.edit((w) => w.remove(id));
  meet();
  expect(shapes(withoutDeeds(quinn.doc, base, log, 'pat')).get(id)).toMatchObject({
    text: 'one two',
    marks: [{ from: 4, to: 7, bold: true }],
  });
});

describe('what was taken back before', () => {
  const note = (board: Board) => {
    board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'hello' }));
  };
  const begin = () => {
    const world = two(note);
    const { pat, quinn } = world;
    const id = idOf(pat.board, 0);
    return {
      ...world,
      id,
      patch: (side: { board: Board }, text: string) => {
        side.board.edit((w) => w.patch(id, { text }));
        world.meet();
      },
      takeBack: () => {
        const target = withoutDeeds(quinn.doc, world.base, world.log, 'pat');
        restoreVersion(quinn.board, target);
        world.meet();
        return shapes(quinn.doc);
      },
    };
  };

  test('letters of a deleted note come back once', () => {
    const { pat, id, meet, takeBack } = begin();
    pat.board.edit((w) => w.remove(id));
    meet();
    expect(takeBack().get(id)?.text).toBe('hello');
    pat.board.edit((w) => w.add({ kind: 'rect', x: 9, y: 0 }));
    meet();
    const now = takeBack();
    expect([now.size, now.get(id)?.text]).toEqual([1, 'hello']);
  });

  test('letters of an emptied or rewritten note come back once', () => {
    for (const text of ['', 'hexxo', 'xx', 'helo', 'heo', 'hello, hello']) {
      const { pat, id, patch, takeBack } = begin();
      patch(pat, text);
      expect(takeBack().get(id)?.text).toBe('hello');
      expect(takeBack().get(id)?.text).toBe('hello');
      patch(pat, text);
      expect(takeBack().get(id)?.text).toBe('hello');
    }
  });

  test('a version that was restored is not doubled', () => {
    const { pat, quinn, base, id, meet, takeBack } = begin();
    pat.board.edit((w) => w.remove(id));
    meet();
    const version = createBoardDoc();
    Y.applyUpdate(version, base);
    restoreVersion(quinn.board, version);
    meet();
    expect(takeBack().get(id)?.text).toBe('hello');
  });

  test('what the person undid is as it was, with what others wrote since', () => {
    const { pat, quinn, id, meet, patch, takeBack } = begin();
    pat.board.edit((w) => w.remove(id));
    pat.board.undo();
    meet();
    patch(quinn, 'hello!');
    expect(takeBack().get(id)?.text).toBe('hello!');
  });

  test('what was taken back and undone can be taken back again', () => {
    const { pat, quinn, id, meet, takeBack } = begin();
    pat.board.edit((w) => w.add({ kind: 'rect', x: 9, y: 0, text: 'junk' }));
    pat.board.edit((w) => w.patch(id, { x: 70 }));
    meet();
    for (let time = 0; time < 3; time++) {
      const now = takeBack();
      expect([now.size, now.get(id)?.x]).toEqual([1, 0]);
      quinn.board.undo();
      meet();
      expect([shapes(quinn.doc).size, shapes(quinn.doc).get(id)?.x]).toEqual([2, 70]);
    }
  });

  test('words of others in the place of deleted ones stay', () => {
    const { pat, quinn, id, patch, takeBack } = begin();
    patch(pat, '');
    patch(quinn, 'hold the line');
    expect(takeBack().get(id)?.text).toContain('the line');
    expect(takeBack().get(id)?.text).toContain('the line');
  });
});

const act = fc.record({
  who: fc.constantFrom(...people),
  what: fc.constantFrom('add', 'move', 'paint', 'type', 'erase', 'remove', 'undo', 'meet'),
  at: fc.nat(6),
});

/** Quinn writes odd numbers and capital letters, Pat even numbers and small ones. */
function perform(
  { board }: { board: Board },
  { who, what, at }: { who: Who; what: string; at: number },
  n: number,
): void {
  const id = idOf(board, at);
  const own = 100 + 2 * n + (who === 'quinn' ? 1 : 0);
  const letter = String.fromCharCode((who === 'quinn' ? 65 : 97) + (n % 26));
  const text = textOf(board, id);
  if (what === 'add') board.edit((w) => w.add({ kind: 'rect', x: own, y: 0, text: letter }));
  else if (what === 'undo') board.undo();
  else if (id === '') return;
  else if (what === 'move') board.edit((w) => w.patch(id, { x: own }));
  else if (what === 'paint') board.edit((w) => w.patch(id, { radius: own }));
  else if (what === 'type') board.edit((w) => w.patch(id, { text: text.slice(0, at) + letter + text.slice(at) }));
  else if (what === 'erase') board.edit((w) => w.patch(id, { text: text.slice(0, at) + text.slice(at + 1) }));
  else board.edit((w) => w.remove(id));
}

test('whatever two people do at the same time, nothing of the other is lost', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 26 }), (acts) => {
      const world = two((board) =>
        board.edit((w) => w.addAll([0, 1].map((x) => ({ kind: 'rect' as const, x, y: 0, text: '123' })))),
      );
      for (const [n, one] of acts.entries()) {
        if (one.what === 'meet') world.meet();
        else perform(world[one.who], one, n);
      }
      world.meet();
      const { doc, board } = world.quinn;
      const now = shapes(doc);
      const without = shapes(withoutDeeds(doc, world.base, world.log, 'pat'));
      for (const [id, is] of now) {
        const left = without.get(id);
        const isQuinns = is.x % 2 === 1 && is.x > 100;
        // What stands there by the other stays, with each of their letters, and in what is theirs nothing of the person does.
        if (isQuinns) expect(left).toMatchObject({ x: is.x });
        if (left === undefined) expect(is.text).not.toMatch(/[A-Z]/);
        else for (const letter of is.text.match(/[A-Z]/g) ?? []) expect(left.text).toContain(letter);
      }
      // It is one step to undo, and everybody ends with the same.
      restoreVersion(board, withoutDeeds(doc, world.base, world.log, 'pat'));
      expect(shapes(doc)).toEqual(without);
      world.meet();
      expect(shapes(world.pat.doc)).toEqual(without);
      // There is nothing left to be taken back.
      expect(shapes(withoutDeeds(doc, world.base, world.log, 'pat'))).toEqual(without);
    }),
    { numRuns: 150 },
  );
});

test('where only one person was there, all of it is taken back', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const world = two((board) =>
        board.edit((w) => w.addAll([0, 1].map((x) => ({ kind: 'rect' as const, x, y: 0, text: '123' })))),
      );
      const before = shapes(world.quinn.doc);
      for (const [n, one] of acts.entries()) perform(world.pat, { ...one, who: 'pat' }, n);
      world.meet();
      expect(shapes(withoutDeeds(world.quinn.doc, world.base, world.log, 'pat'))).toEqual(before);
      expect(shapes(withoutDeeds(world.quinn.doc, world.base, world.log, 'quinn'))).toEqual(shapes(world.quinn.doc));
      const version = createBoardDoc();
      Y.applyUpdate(version, world.base);
      restoreVersion(world.quinn.board, version);
      expect(shapes(withoutDeeds(world.quinn.doc, world.base, world.log, 'pat'))).toEqual(before);
    }),
  );
});
