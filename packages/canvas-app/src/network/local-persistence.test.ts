import { applyRemoteUpdate, createBoardDoc, encodeState, openBoard } from '@gesso/crdt-schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginNewCopy } from '../features/rescue/set-down.ts';
import { type Deferred, deferred } from '../waiting.ts';
import { addRows, type Opened, openRows, replaceRows, whenLost } from './database.ts';
import { fromOtherTab } from './local-databases.ts';
import { keepLocally } from './local-persistence.ts';

vi.mock('./database.ts', () => ({
  openRows: vi.fn(),
  whenLost: vi.fn(),
  addRows: vi.fn(),
  replaceRows: vi.fn(),
}));

const opened = (name: string, updates: readonly Uint8Array[] = []) => ({
  database: { name, close: vi.fn() } as unknown as IDBDatabase,
  rows: { updates, last: updates.length },
});

/** The names that were opened, how to lose the last of them, and the writes that wait for the disk. */
const disk = () => {
  const names: string[] = [];
  const writes: Deferred<void>[] = [];
  const state: { lose: () => void } = { lose: () => undefined };
  vi.mocked(openRows).mockImplementation(async (name) => {
    names.push(name);
    return opened(name);
  });
  vi.mocked(whenLost).mockImplementation((_database, lost) => {
    state.lose = lost;
  });
  const write = async () => {
    const written = deferred<void>();
    writes.push(written);
    await written.promise;
  };
  vi.mocked(addRows).mockImplementation(write);
  vi.mocked(replaceRows).mockImplementation(async () => {
    await write();
    return 1;
  });
  return { names, writes, lose: () => state.lose() };
};

const nothingEarly = { stored: Promise.resolve(undefined), copy: Promise.resolve(undefined) };

const open = async () => {
  const at = disk();
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const copy = keepLocally('b', doc, nothingEarly, () => undefined);
  await copy.loaded;
  const draw = () => board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
  return { ...at, doc, copy, draw };
};

const deleted: string[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  deleted.length = 0;
  const values = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  });
  vi.stubGlobal('indexedDB', { deleteDatabase: (name: string) => void deleted.push(name) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a copy on a slow disk', () => {
  test('is handed all that is drawn at once, also while earlier rows are being written', async () => {
    const { copy, draw, writes } = await open();
    for (let drawn = 1; drawn <= 3; drawn++) {
      draw();
      expect(writes).toHaveLength(drawn);
    }
    copy.stop();
  });

  test('is handed what is drawn while it is written anew', async () => {
    const { copy, draw, writes, lose } = await open();
    draw();
    lose();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(replaceRows).toHaveBeenCalledOnce();
    const before = writes.length;
    draw();
    expect(writes).toHaveLength(before + 1);
    copy.stop();
  });

  test('does not say that it keeps what has waited longer than a moment, until that is written', async () => {
    const { copy, draw, writes } = await open();
    draw();
    expect(copy.kept.peek()).toBe('here');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(copy.kept.peek()).toBe('late');
    draw();
    writes[0]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(copy.kept.peek()).toBe('late');
    writes[1]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(copy.kept.peek()).toBe('here');
    copy.stop();
  });

  test('is not handed once more what another tab has written into it', async () => {
    const { copy, doc, writes } = await open();
    const other = createBoardDoc();
    openBoard(other).edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    applyRemoteUpdate(doc, encodeState(other), fromOtherTab);
    expect(openBoard(doc).size).toBe(1);
    expect(writes).toHaveLength(0);
    // Nor is what the other could not keep lost: it comes as anything else does.
    openBoard(other).edit((w) => w.add({ kind: 'rect', x: 2, y: 2 }));
    applyRemoteUpdate(doc, encodeState(other), {});
    expect(writes).toHaveLength(1);
    copy.stop();
  });

  test('tells that rows wait, from the first moment to the last', async () => {
    const { copy, draw, writes } = await open();
    expect(copy.waits()).toBe(false);
    draw();
    expect(copy.waits()).toBe(true);
    writes[0]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(copy.waits()).toBe(false);
    copy.stop();
  });

  test('is given up when a row is not written in time, and written anew', async () => {
    const { copy, draw, writes, names } = await open();
    draw();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(copy.kept.peek()).toBe('nowhere');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(names).toEqual(['gesso:b', 'gesso:b']);
    writes.at(-1)?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(copy.kept.peek()).toBe('here');
    copy.stop();
  });
});

describe('a copy that was read before the app was there', () => {
  const drawn = () => {
    const other = createBoardDoc();
    openBoard(other).edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    return encodeState(other);
  };
  const early = (name: string) => opened(name, [drawn()]);
  const prefetched = (copy: Opened) => ({ ...nothingEarly, copy: Promise.resolve(copy) });

  test('is taken in, written to, and opened again once it is lost', async () => {
    const { names, lose, writes } = disk();
    const doc = createBoardDoc();
    const copy = keepLocally('b', doc, prefetched(early('gesso:b')), () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(await copy.loaded).toBe(true);
    expect(openBoard(doc).size).toBe(1);
    expect(names).toEqual([]);
    openBoard(doc).edit((w) => w.add({ kind: 'rect', x: 2, y: 2 }));
    expect(writes).toHaveLength(1);
    lose();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(names).toEqual(['gesso:b']);
    copy.stop();
  });

  test('is closed and left aside where it was begun anew before the app was there', async () => {
    const { names } = disk();
    const doc = createBoardDoc();
    const old = early('gesso:b:old');
    const copy = keepLocally('b', doc, prefetched(old), () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    await copy.loaded;
    expect(names).toEqual(['gesso:b']);
    expect(openBoard(doc).size).toBe(0);
    expect(old.database.close).toHaveBeenCalledOnce();
    copy.stop();
  });

  test('is closed where it is begun anew while it is awaited, and nobody is told that anything is kept', async () => {
    const { names } = disk();
    const doc = createBoardDoc();
    const old = early('gesso:b');
    const copy = keepLocally('b', doc, prefetched(old), () => undefined);
    beginNewCopy('b', 'gesso:b');
    await vi.advanceTimersByTimeAsync(0);
    expect(await copy.loaded).toBe(false);
    expect(old.database.close).toHaveBeenCalledOnce();
    expect([names, openBoard(doc).size, copy.kept.peek()]).toEqual([[], 0, 'nowhere']);
    copy.stop();
  });

  test('is closed where the page has gone on meanwhile', async () => {
    disk();
    const left = early('gesso:b');
    const copy = keepLocally('b', createBoardDoc(), prefetched(left), () => undefined);
    copy.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(left.database.close).toHaveBeenCalledOnce();
  });
});

describe('a copy that another page has begun anew', () => {
  test('is not made again under its old name, and nobody is told that anything is kept in it', async () => {
    const { copy, draw, names, lose } = await open();
    beginNewCopy('b', copy.name);
    expect(deleted).toEqual(['gesso:b']);
    lose();
    draw();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(names).toEqual(['gesso:b']);
    expect(copy.kept.peek()).toBe('nowhere');
    copy.stop();
  });

  test('is not begun once more by a page that still has the old one', async () => {
    beginNewCopy('b', 'gesso:b');
    beginNewCopy('b', 'gesso:b');
    expect(deleted).toEqual(['gesso:b']);
    const { copy, names } = await open();
    expect(names).toEqual(['gesso:b:1']);
    copy.stop();
  });
});
