import { createBoardDoc, encodeState, makeFilm, openBoard } from '@gesso/crdt-schema';
import { shownBoard } from '@gesso/drawing';
import { expect, test } from 'vitest';
import { withGhosts } from './ghosts.ts';

test('what is gone is seen faintly where it was, and as it was while it is there', () => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const [gone = '', stays = ''] = board.edit((w) =>
    w.addAll([0, 1].map((x) => ({ kind: 'rect' as const, x, y: 0, opacity: 80 }))),
  );
  const maker = makeFilm(encodeState(doc));
  doc.on('update', (update: Uint8Array) => maker.take({ at: 1, by: 'ben' }, update));
  const element = board.get(gone);
  board.edit((w) => w.remove(gone));
  const film = maker.finish();
  const shown = shownBoard(withGhosts(film.board, element === undefined ? [] : [element]));
  const told: string[] = [];
  shown.onChange(({ added, updated, removed }) => told.push(`${added.length} ${updated.length} ${removed.length}`));
  const opacities = () => shown.all().map(({ id, opacity }) => `${id === gone ? 'gone' : 'stays'} ${opacity}`);
  expect(opacities()).toEqual(['gone 28', 'stays 80']);
  film.seek(0);
  expect([opacities(), shown.size]).toEqual([['gone 80', 'stays 80'], 2]);
  film.seek(1);
  expect([opacities(), told, shown.get(stays)?.opacity]).toEqual([['gone 28', 'stays 80'], ['0 1 0', '0 1 0'], 80]);
  shown.close();
});
