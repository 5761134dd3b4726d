import { createBoardDoc, Failure, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test, vi } from 'vitest';
import { prepareRescue } from './on-collision.ts';
import * as whole from './rescue.ts';
import { openRescue, type RescueDeps } from './rescue.ts';
import { setDown, setDownOf } from './set-down.ts';

const memory = () => {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index: number) => [...values.keys()][index] ?? null,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
};

/** A page with its board, where one rectangle was set down by the page before. */
const page = (parts: Partial<RescueDeps> = {}) => {
  const storage = memory();
  const lost = openBoard(createBoardDoc());
  const id = lost.edit((w) => w.add({ kind: 'rect', x: 9, y: 9 }));
  setDown(storage, 'b', lost, [id]);
  const board = openBoard(createBoardDoc());
  const state = { saved: true };
  board.onChange(() => {
    state.saved = false;
  });
  const told: unknown[] = [];
  const begun: string[] = [];
  const deps: RescueDeps = {
    storage,
    id: () => 'b',
    board,
    isSaved: () => state.saved,
    copy: () => undefined,
    begin: () => void begun.push('begun'),
    report: (error) => void told.push(error),
    ...parts,
  };
  const rescue = openRescue(deps);
  return { storage, board, lost, id, state, told, begun, deps, rescue, waiting: () => setDownOf(storage, 'b').length };
};

describe('what an earlier page had to set down', () => {
  test('is drawn when all is stored, and forgotten when that is stored too', () => {
    const { rescue, board, id, state, waiting } = page();
    rescue.saved();
    expect(board.get(id)).toMatchObject({ x: 9, y: 9 });
    expect(waiting()).toBe(1);
    // Told again before it is stored: nothing is forgotten.
    rescue.saved();
    expect(waiting()).toBe(1);
    state.saved = true;
    rescue.saved();
    expect(waiting()).toBe(0);
    expect(board.size).toBe(1);
  });

  test('stays set down while the board does not take it, and the person is told once', () => {
    const full = new Failure('BOARD_FULL');
    const { rescue, board, id, state, waiting, told } = page();
    const edit = vi.spyOn(board, 'edit').mockImplementation(() => {
      throw full;
    });
    for (let saved = 0; saved < 3; saved++) rescue.saved();
    expect(waiting()).toBe(1);
    expect(told).toEqual([full]);
    edit.mockRestore();
    rescue.saved();
    expect(board.get(id)).toBeDefined();
    expect(waiting()).toBe(1);
    state.saved = true;
    rescue.saved();
    expect(waiting()).toBe(0);
  });

  test('by another page while it is drawn again is not forgotten with it', () => {
    const { rescue, storage, lost, board, state, waiting } = page();
    rescue.saved();
    const other = lost.edit((w) => w.add({ kind: 'rect', x: 20, y: 20 }));
    setDown(storage, 'b', lost, [other]);
    state.saved = true;
    rescue.saved();
    expect(waiting()).toBe(2);
    rescue.saved();
    expect(board.get(other)).toBeDefined();
    state.saved = true;
    rescue.saved();
    expect(waiting()).toBe(0);
  });
});

describe('setting down', () => {
  test('begins anew once it is written', () => {
    const { rescue, lost, begun } = page();
    expect(rescue.setDown(lost.all().map(({ id }) => id))).toBe(true);
    expect(begun).toEqual(['begun']);
  });

  test('that fails says so, and nothing begins: without a storage, without room', () => {
    const full = memory();
    full.setItem = () => {
      throw new Error('no room');
    };
    for (const parts of [{ storage: undefined }, { storage: full }]) {
      const { rescue, begun, board } = page(parts);
      const id = board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
      expect(rescue.setDown([id])).toBe(false);
      expect(begun).toEqual([]);
    }
  });
});

describe('while the rest of the rescue cannot be fetched', () => {
  test('what was set down stays so, however often all is stored, and is drawn when it can', async () => {
    const { deps, board, id, waiting } = page();
    let reachable = false;
    const rescue = prepareRescue(deps, async () => {
      if (!reachable) throw new TypeError('offline');
      return whole;
    });
    for (let saved = 0; saved < 3; saved++) await expect(rescue.saved()).rejects.toThrow('offline');
    expect(waiting()).toBe(1);
    reachable = true;
    await rescue.saved();
    expect(board.get(id)).toBeDefined();
    expect(waiting()).toBe(1);
  });

  test('nothing is set down, which is said, and nothing begins', async () => {
    const { deps, id, begun } = page();
    const rescue = prepareRescue(deps, () => Promise.reject(new TypeError('offline')));
    expect(await rescue.setDown(new Set([id]))).toBe(false);
    expect(begun).toEqual([]);
  });

  test('nothing is fetched where nothing was set down', async () => {
    const { deps, storage } = page();
    storage.removeItem('gesso.taken.b');
    const load = vi.fn(() => Promise.reject(new TypeError('offline')));
    await prepareRescue(deps, load).saved();
    expect(load).not.toHaveBeenCalled();
  });
});
