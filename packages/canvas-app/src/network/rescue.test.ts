import { createBoardDoc, Failure, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { takenOf } from './own-words.ts';
import { openRescue } from './rescue.ts';
import * as taken from './taken.ts';

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
const page = (parts: Partial<Parameters<typeof openRescue>[0]> = {}) => {
  const storage = memory();
  const lost = openBoard(createBoardDoc());
  const id = lost.edit((w) => w.add({ kind: 'rect', x: 9, y: 9 }));
  taken.setDown(storage, 'b', lost, [id]);
  const board = openBoard(createBoardDoc());
  const state = { saved: true };
  board.onChange(() => {
    state.saved = false;
  });
  const told: unknown[] = [];
  const begun: string[] = [];
  const rescue = openRescue({
    storage,
    id: () => 'b',
    board,
    load: async () => taken,
    isSaved: () => state.saved,
    begin: (at) => void begun.push(at),
    report: (error) => void told.push(error),
    ...parts,
  });
  return { storage, board, lost, id, state, told, begun, rescue, waiting: () => takenOf(storage, 'b').length };
};

describe('what an earlier page had to set down', () => {
  test('is drawn when all is stored, and forgotten when that is stored too', async () => {
    const { rescue, board, id, state, waiting } = page();
    await rescue.saved();
    expect(board.get(id)).toMatchObject({ x: 9, y: 9 });
    expect(waiting()).toBe(1);
    // Told again before it is stored: nothing is forgotten.
    await rescue.saved();
    expect(waiting()).toBe(1);
    state.saved = true;
    await rescue.saved();
    expect(waiting()).toBe(0);
    expect(board.size).toBe(1);
  });

  test('stays set down while the part that draws it cannot be fetched, however often all is stored', async () => {
    let reachable = false;
    const load = async () => {
      if (!reachable) throw new TypeError('offline');
      return taken;
    };
    const { rescue, board, id, waiting, told } = page({ load });
    await rescue.saved();
    await rescue.saved();
    await rescue.saved();
    expect(waiting()).toBe(1);
    expect(told).toHaveLength(1);
    reachable = true;
    await rescue.saved();
    expect(board.get(id)).toBeDefined();
    expect(waiting()).toBe(1);
  });

  test('stays set down while the board does not take it, and the person is told once', async () => {
    const full = new Failure('BOARD_FULL');
    const load = async () => ({
      ...taken,
      drawAgain: () => {
        throw full;
      },
    });
    const { rescue, waiting, told } = page({ load });
    await rescue.saved();
    await rescue.saved();
    await rescue.saved();
    expect(waiting()).toBe(1);
    expect(told).toEqual([full]);
  });

  test('by another page while it is drawn again is not forgotten with it', async () => {
    const { rescue, storage, lost, board, state, waiting } = page();
    await rescue.saved();
    const other = lost.edit((w) => w.add({ kind: 'rect', x: 20, y: 20 }));
    taken.setDown(storage, 'b', lost, [other]);
    state.saved = true;
    await rescue.saved();
    expect(waiting()).toBe(2);
    await rescue.saved();
    expect(board.get(other)).toBeDefined();
    state.saved = true;
    await rescue.saved();
    expect(waiting()).toBe(0);
  });
});

describe('setting down', () => {
  test('begins anew once it is written', async () => {
    const { rescue, lost, begun } = page();
    expect(await rescue.setDown(lost.all().map(({ id }) => id))).toBe(true);
    expect(begun).toEqual(['b']);
  });

  test('that fails says so, and nothing begins: without a storage, without room, without the part that does it', async () => {
    const full = memory();
    full.setItem = () => {
      throw new Error('no room');
    };
    const refuse = () => Promise.reject(new TypeError('offline'));
    for (const parts of [{ storage: undefined }, { storage: full, load: async () => taken }, { load: refuse }]) {
      const { rescue, begun, board } = page(parts);
      const id = board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
      expect(await rescue.setDown([id])).toBe(false);
      expect(begun).toEqual([]);
    }
  });
});
