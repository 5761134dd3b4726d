import { type Board, createBoardDoc, type Element, Failure, type NewElement, openBoard } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeyedStorage } from '../../storage.ts';
import { journalKey, keepInk } from './journal.ts';
import { recoverInk } from './recover.ts';

const memory = (): KeyedStorage => {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (i) => [...entries.keys()][i] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
};

const stroke = (id: string, ...xy: number[]): Element => ({
  id,
  kind: 'stroke',
  x: 10,
  y: 20,
  z: '',
  rotation: 0,
  opacity: 100,
  locked: false,
  groups: [],
  points: { xy: new Float32Array(xy) },
  color: '#24272c',
  width: 4,
  brush: 'pen',
});

const drafted = (...created: Element[]) => ({ created });

/** A page on board `b` that draws, and what the next page finds. */
const page = (storage = memory(), name = 'page') => {
  const board = openBoard(createBoardDoc());
  const draft = signal(drafted());
  const now = () => Date.now();
  const key = journalKey('b', name);
  const journal = keepInk({ storage, key, draft, get: board.get, now });
  const next = (alive: readonly string[] = []) => {
    const other = openBoard(createBoardDoc());
    const drawn = recoverInk({ storage, id: 'b', board: other, alive: new Set(alive), now });
    return { drawn, board: other };
  };
  const commit = (element: Element) => {
    const { z: _z, ...rest } = element;
    board.edit((writer) => writer.add(rest as NewElement));
    draft.value = drafted();
  };
  return { storage, key, draft, board, journal, next, commit };
};

describe('ink of a page that dies', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is drawn by the next page, as it was half a second before or better, and only once', () => {
    const { storage, draft, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0, 5, 5, 9, 9));
    vi.advanceTimersByTime(500);
    const { drawn, board } = next();
    expect(drawn).toBe(1);
    const [ink] = board.all();
    expect(ink).toMatchObject({ id: 'aaaaaaaaaaaa', x: 10, y: 20, color: '#24272c', width: 4 });
    expect(ink?.kind === 'stroke' && [...ink.points.xy]).toEqual([0, 0, 5, 5, 9, 9]);
    board.undo();
    expect(board.size).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(storage.length).toBe(0);
    expect(next().drawn).toBe(0);
  });

  test('is written down to the last sample by a page that is told to go', () => {
    const { draft, journal, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0, 5, 5));
    journal.leave();
    const [ink] = next().board.all();
    expect(ink?.kind === 'stroke' && ink.points.xy).toHaveLength(4);
  });

  test('is left to the page while it lives, and to its own board', () => {
    const { storage, key, draft, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    expect(next([key]).drawn).toBe(0);
    const other = openBoard(createBoardDoc());
    recoverInk({ storage, id: 'other', board: other, alive: new Set(), now: () => Date.now() });
    expect(other.size).toBe(0);
    expect(next().drawn).toBe(1);
  });

  test('that the board does not take is kept, and what comes after it is drawn', () => {
    const { storage, draft, key } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0, 5, 5));
    vi.advanceTimersByTime(500);
    const entry = storage.getItem(key) ?? '';
    storage.setItem(`${key}-later`, entry.replace('aaaaaaaaaaaa', 'bbbbbbbbbbbb'));
    const board = openBoard(createBoardDoc());
    const { edit } = board;
    const edits: unknown[] = [];
    const full: Board = {
      ...board,
      edit(run, undoGroup) {
        if (edits.push(run) === 1) throw new Failure('BOARD_FULL');
        return edit(run, undoGroup);
      },
    };
    expect(recoverInk({ storage, id: 'b', board: full, alive: new Set(), now: () => Date.now() })).toBe(1);
    vi.advanceTimersByTime(5_000);
    expect([edits.length, storage.length]).toEqual([2, 1]);
  });

  test('that was let go is kept until it is stored, and not drawn beside itself', () => {
    const { storage, draft, board, commit } = page();
    const ink = stroke('aaaaaaaaaaaa', 0, 0, 5, 5);
    draft.value = drafted(ink);
    commit(ink);
    expect(storage.length).toBe(1);
    expect(recoverInk({ storage, id: 'b', board, alive: new Set(), now: () => Date.now() })).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(storage.length).toBe(0);
  });

  test('that was let go is written down as it is on the board, to the last sample', () => {
    const { draft, commit, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0, 5, 5));
    commit(stroke('aaaaaaaaaaaa', 0, 0, 5, 5, 9, 9));
    const [ink] = next().board.all();
    expect(ink?.kind === 'stroke' && [...ink.points.xy]).toEqual([0, 0, 5, 5, 9, 9]);
  });

  test('that was taken back is gone at once, also when it was undone just before the page went', () => {
    const { storage, draft, board, journal, commit } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0, 5, 5));
    draft.value = drafted();
    expect(storage.length).toBe(0);
    vi.advanceTimersByTime(1_000);
    const ink = stroke('bbbbbbbbbbbb', 0, 0, 5, 5);
    draft.value = drafted(ink);
    commit(ink);
    board.undo();
    journal.leave();
    expect(storage.length).toBe(0);
  });

  test('that was taken back right after another stroke does not come back with it', () => {
    const { draft, commit, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    commit(stroke('aaaaaaaaaaaa', 0, 0, 5, 5));
    draft.value = drafted(stroke('bbbbbbbbbbbb', 0, 0, 7, 7, 8, 8));
    draft.value = drafted();
    expect(
      next()
        .board.all()
        .map(({ id }) => id),
    ).toEqual(['aaaaaaaaaaaa']);
  });

  test('longer than a stroke may be comes back in parts of one group', () => {
    const { draft, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', ...Array.from({ length: 30_000 }, (_, i) => i % 977)));
    const { drawn, board } = next();
    expect(drawn).toBe(2);
    expect(new Set(board.all().flatMap(({ groups }) => groups)).size).toBe(1);
  });

  test.each([['no json'], ['null'], ['{}'], ['{"at":"x","element":{}}'], ['{"at":1e15,"element":{"kind":"stroke"}}']])(
    'that cannot be read (%s) is forgotten',
    (text) => {
      const storage = memory();
      storage.setItem(journalKey('b', 'page'), text);
      storage.setItem('something else', text);
      const board = openBoard(createBoardDoc());
      expect(recoverInk({ storage, id: 'b', board, alive: new Set(), now: () => Date.now() })).toBe(0);
      vi.advanceTimersByTime(2_000);
      expect(storage.length).toBe(1);
    },
  );

  test('that nobody came back for in a month is forgotten', () => {
    const { storage, draft, next } = page();
    draft.value = drafted(stroke('aaaaaaaaaaaa', 0, 0));
    vi.advanceTimersByTime(31 * 24 * 3_600_000);
    expect(next().drawn).toBe(0);
    expect(storage.length).toBe(0);
  });
});
