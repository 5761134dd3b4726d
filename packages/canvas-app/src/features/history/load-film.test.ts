import { createBoardDoc, encodeHistory, type HistoryUpdate, openBoard } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, expect, test, vi } from 'vitest';
import { loadFilm } from './load-film.ts';

const pat = { id: 'pat', name: 'Pat', color: '#3150e0' };

afterEach(() => void vi.unstubAllGlobals());

/** The film of a board on which so many shapes were drawn one by one, two to a page, without those whose numbers are missing. */
async function filmWithout(count: number, ...missing: readonly number[]) {
  const doc = createBoardDoc();
  const stored: HistoryUpdate[] = [];
  doc.on('update', (update: Uint8Array) => {
    const seq = stored.length + 1;
    stored.push({ seq, at: 1_000 * seq, author: 0, update });
  });
  const board = openBoard(doc);
  for (let x = 0; x < count; x++) board.edit((w) => w.add({ kind: 'rect', x, y: 0 }));
  const left = stored.filter(({ seq }) => !missing.includes(seq));
  vi.stubGlobal('fetch', async (path: string) => {
    const after = Number(/after=(\d+)/.exec(path)?.[1] ?? 0);
    const [one, two, more] = left.filter(({ seq }) => seq > after);
    const updates = [one, two].flatMap((update) => update ?? []);
    const next = more === undefined ? 0 : (two?.seq ?? 0);
    return new Response(encodeHistory({ base: new Uint8Array(), authors: [pat], updates, next }).slice());
  });
  const session = { id: signal('b'), visitor: undefined, doc };
  return loadFilm(session, { signal: new AbortController().signal });
}

const seen = ({ film }: Awaited<ReturnType<typeof filmWithout>>) =>
  film.board
    .all()
    .map(({ x }) => x)
    .sort();

test('a film of all that was stored is whole', async () => {
  const loaded = await filmWithout(5);
  expect([loaded.isWhole, loaded.film.steps.length, seen(loaded)]).toEqual([true, 5, [0, 1, 2, 3, 4]]);
});

test('a film in which something is missing says so and ends with the board as it is', async () => {
  for (const missing of [[2], [3], [3, 4], [2, 3, 4]]) {
    const loaded = await filmWithout(5, ...missing);
    expect([loaded.isWhole, seen(loaded)]).toEqual([false, [0, 1, 2, 3, 4]]);
  }
});
