import { type Board, createBoardDoc, encodeState, makeFilm, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { whatChanged } from './what-changed.ts';

/** A board that was there before, and the film of what people did on it then. */
function filmOf(
  before: (board: Board) => void,
  ...deeds: readonly (readonly [by: string, deed: (board: Board) => void])[]
) {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  before(board);
  const maker = makeFilm(encodeState(doc));
  let by = '';
  let at = 0;
  doc.on('update', (update: Uint8Array) => {
    at += 1_000;
    maker.take({ at, by }, update);
  });
  for (const [who, deed] of deeds) {
    by = who;
    deed(board);
  }
  return maker.finish();
}

const add = (text: string) => (board: Board) => void board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, text }));
const idOf = (board: Board, text: string) => board.all().find((one) => 'text' in one && one.text === text)?.id ?? '';
const move = (text: string, x: number) => (board: Board) => board.edit((w) => w.patch(idOf(board, text), { x }));
const remove = (text: string) => (board: Board) => board.edit((w) => w.remove(idOf(board, text)));

const told = (film: ReturnType<typeof filmOf>) =>
  whatChanged(film, 'me').map(({ by, sort, element }) => `${by} ${sort} ${'text' in element ? element.text : ''}`);

test('what others did is told person by person, all in all', () => {
  const film = filmOf(
    (board) => {
      for (const text of ['old', 'doomed']) add(text)(board);
    },
    ['ben', add('one')],
    ['anna', move('old', 50)],
    ['ben', move('one', 20)],
    ['me', add('mine')],
    ['ben', remove('doomed')],
  );
  expect(told(film)).toEqual(['ben added one', 'ben gone doomed', 'anna changed old']);
});

test('what came and went, and what I did last to its end, is no news', () => {
  const film = filmOf(
    (board) => {
      for (const text of ['a', 'b']) add(text)(board);
    },
    ['ben', add('brief')],
    ['ben', remove('brief')],
    ['ben', move('a', 7)],
    ['me', remove('a')],
    ['me', move('b', 9)],
  );
  expect(told(film)).toEqual([]);
});

test('what was moved and moved back is no news', () => {
  expect(told(filmOf(add('a'), ['ben', move('a', 7)], ['ben', move('a', 0)]))).toEqual([]);
});

test('what is gone is shown by the film just before it went', () => {
  const film = filmOf(add('gone'), ['ben', add('x')], ['ben', move('gone', 80)], ['ben', remove('gone')]);
  const gone = whatChanged(film, 'me').find(({ sort }) => sort === 'gone');
  film.seek(gone?.position ?? 0);
  expect(film.board.get(gone?.id ?? '')).toMatchObject({ text: 'gone', x: 80 });
  expect(gone?.element).toMatchObject({ x: 80 });
});
