import { applyUpdate, createBoardDoc, encodeState, openBoard, withoutDeeds } from '@gesso/crdt-schema';
import { afterEach, expect, test, vi } from 'vitest';
import { compare } from './compare.ts';

afterEach(() => void vi.useRealTimers());

test('what others do while one looks at what goes is none of it', () => {
  vi.useFakeTimers();
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const old = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  const base = encodeState(doc);
  const deeds: { readonly by: string; readonly update: Uint8Array }[] = [];
  const note = (update: Uint8Array) => void deeds.push({ by: 'pat', update });
  doc.on('update', note);
  const junk = board.edit((w) => w.add({ kind: 'rect', x: 5, y: 0 }));
  board.edit((w) => w.remove(old));
  doc.off('update', note);
  const comparison = compare({ session: { doc } }, { make: () => withoutDeeds(doc, base, deeds, 'pat') });
  const seen = () => comparison.board.all().map(({ id }) => id);
  expect(comparison.difference.value).toEqual({ added: [junk], changed: [], gone: [old] });
  expect(new Set(seen())).toEqual(new Set([junk, old]));

  const more = board.edit((w) => w.add({ kind: 'rect', x: 9, y: 0 }));
  board.edit((w) => w.patch(junk, { x: 6 }));
  vi.runAllTimers();
  // Who draws on what the person has made keeps it.
  expect(comparison.difference.value).toEqual({ added: [], changed: [], gone: [old] });
  board.edit((w) => w.remove(more));
  board.undo();
  vi.runAllTimers();
  expect(new Set(seen())).toEqual(new Set([junk, old, more]));
  expect(comparison.difference.value.added).toEqual([]);
  comparison.stop();
});

test('what does not come back any more is not shown as gone any more', () => {
  vi.useFakeTimers();
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const ids = board.edit((w) => w.addAll([0, 1].map((x) => ({ kind: 'rect' as const, x, y: 0 }))));
  const then = encodeState(doc);
  let comes: readonly string[] = ids;
  const make = () => {
    const former = createBoardDoc();
    const made = openBoard(former);
    applyUpdate(former, then);
    made.edit((w) => {
      for (const id of ids) if (!comes.includes(id)) w.remove(id);
    });
    made.close();
    return former;
  };
  board.edit((w) => {
    for (const id of ids) w.remove(id);
  });
  const comparison = compare({ session: { doc } }, { make });
  expect(comparison.board.size).toBe(2);
  comes = ids.slice(1);
  board.edit((w) => w.add({ kind: 'rect', x: 9, y: 0 }));
  vi.runAllTimers();
  expect(comparison.board.size).toBe(2);
  expect(comparison.board.get(ids[0] ?? '')).toBeUndefined();
  expect(comparison.difference.value.gone).toEqual(comes);
  comparison.stop();
});
