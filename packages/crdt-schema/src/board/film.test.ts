import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element } from '../elements/elements.ts';
import { Failure } from '../failure.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { type Board, openBoard } from './board.ts';
import { makeFilm } from './film.ts';

/** What one does on a board, by numbers. */
const act = fc.record({ what: fc.constantFrom('add', 'move', 'remove', 'undo'), at: fc.nat(9), x: fc.nat(500) });

function perform(board: Board, { what, at, x }: { what: string; at: number; x: number }): void {
  const id = board.all()[at % Math.max(1, board.size)]?.id;
  if (what === 'undo') board.undo();
  else if (what === 'add' || id === undefined) board.edit((w) => w.add({ kind: 'rect', x, y: at, text: `${x}` }));
  else if (what === 'move') board.edit((w) => w.patch(id, { x }));
  else board.edit((w) => w.remove(id));
}

const picture = (board: Pick<Board, 'all'>): readonly Element[] => structuredClone([...board.all()]);

/** A board on which these things have been done, with what it was after each, and its film. */
function filmed(acts: readonly Parameters<typeof perform>[1][], before = 0, most?: number) {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  for (const one of acts.slice(0, before)) perform(board, one);
  const maker = makeFilm(before === 0 ? new Uint8Array() : encodeState(doc), most);
  const pictures = [picture(board)];
  let at = 1_000;
  doc.on('update', (update: Uint8Array) => {
    const length = maker.length;
    maker.take({ at: at++, by: 'ada' }, update);
    if (maker.length > length) pictures.push(picture(board));
  });
  for (const one of acts.slice(before)) perform(board, one);
  return { film: maker.finish(), pictures };
}

test('a film shows at each position what the board was, however one comes there', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), fc.nat(5), fc.array(fc.nat(30)), (acts, before, jumps) => {
      const { film, pictures } = filmed(acts, Math.min(before, acts.length));
      expect(film.position).toBe(film.steps.length);
      expect(pictures).toHaveLength(film.steps.length + 1);
      for (const jump of [...jumps, 0, film.steps.length]) {
        film.seek(jump);
        expect(picture(film.board)).toEqual(pictures[Math.min(jump, film.steps.length)]);
        expect(film.board.size).toBe(pictures[film.position]?.length);
      }
    }),
  );
});

test('a fork of a film goes by itself', () => {
  const { film, pictures } = filmed(
    Array.from({ length: 12 }, (_, i) => ({ what: i % 3 ? 'add' : 'move', at: i, x: i })),
  );
  film.seek(5);
  const fork = film.fork();
  expect(picture(fork.board)).toEqual(pictures[5]);
  fork.seek(2);
  film.seek(9);
  expect([picture(fork.board), picture(film.board)]).toEqual([pictures[2], pictures[9]]);
});

test('listeners of a film are told once of each jump, and can follow it', () => {
  const { film } = filmed(Array.from({ length: 30 }, (_, i) => ({ what: i % 3 ? 'add' : 'move', at: i, x: i })));
  const copy = new Map(film.board.all().map((element) => [element.id, element]));
  let told = 0;
  film.board.onChange(({ added, updated, removed }) => {
    told++;
    for (const element of added) expect(copy.has(element.id)).toBe(false);
    for (const element of [...added, ...updated]) copy.set(element.id, element);
    for (const id of removed) expect(copy.delete(id)).toBe(true);
  });
  for (const to of [3, 20, 0, film.steps.length, 7]) film.seek(to);
  expect(told).toBe(5);
  film.seek(7);
  expect(told).toBe(5);
  expect(new Set(copy.values())).toEqual(new Set(film.board.all()));
});

test('a long way is gone in pieces', () => {
  const { film } = filmed(Array.from({ length: 100 }, (_, i) => ({ what: 'add', at: 0, x: i })));
  film.seek(0, 30);
  expect(film.position).toBe(70);
  film.seek(0, 30);
  film.seek(0, 100);
  expect([film.position, film.board.size]).toEqual([0, 0]);
});

test('a film of more former elements than may be kept is coarser, and ends with the same board', () => {
  const acts = [
    { what: 'add', at: 0, x: 0 },
    ...Array.from({ length: 400 }, (_, i) => ({ what: 'move', at: 0, x: i + 1 })),
  ];
  const fine = filmed(acts).film;
  const { film } = filmed(acts, 0, 20_000);
  expect(film.steps.length).toBeLessThan(80);
  expect(film.board.all()).toMatchObject([{ x: 400 }]);
  film.seek(1);
  expect(film.board.size).toBe(1);
  film.seek(0);
  expect(film.board.size).toBe(0);
  expect(fine.steps).toHaveLength(401);
});

test('bytes that are no update are a failure', () => {
  expect(() => makeFilm(Uint8Array.of(1, 2, 3, 255))).toThrow(Failure);
  expect(() => makeFilm(new Uint8Array()).take({ at: 1, by: '' }, Uint8Array.of(9, 9, 9))).toThrow(Failure);
});
