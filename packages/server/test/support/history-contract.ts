import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LoggedUpdate } from '../../src/stores/history.ts';
import type { Store } from '../../src/stores/store.ts';
import { stored, updatesOf } from './store-contract.ts';

/** What a document holds that some updates lead to. */
export const leadingTo = (updates: readonly Uint8Array[]): Record<string, unknown> => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getMap('el').toJSON();
};

/** All that is kept of a board, read to the end. */
export const allOf = async ({ history }: Store, board: string, after = 0): Promise<readonly LoggedUpdate[]> => {
  const found: LoggedUpdate[] = [];
  for (let last = after; ; ) {
    const { updates } = await history.read(board, last);
    if (updates.length === 0) return found;
    found.push(...updates);
    last = updates.at(-1)?.seq ?? last;
  }
};

export const appendTo = (store: Store, board: string, updates: readonly Uint8Array[], by = 'ann') =>
  store.append(updates.map((update) => ({ board, update, by })));

const plenty = { versions: 3, bytes: 1_000_000 };

/** What every store knows of the past of its boards. */
export const historyContract = (name: string, open: () => Store | Promise<Store>): void => {
  describe(`the history of the ${name} store`, () => {
    test('of a board nobody wrote to is empty', async () => {
      const { history } = await open();
      expect(await history.span('b')).toEqual({ first: 1, head: 0 });
      expect([await history.read('b', 0), await history.moments('b'), await history.versions('b')]).toEqual([
        { updates: [], damaged: 0 },
        [],
        [],
      ]);
      expect(await history.stateAt('b', 1)).toBeUndefined();
    });

    test('has every update once, in order, with author and time, however often the log was compacted', async () => {
      const store = await open();
      const begun = Date.now();
      const updates = updatesOf(40);
      for (let from = 0; from < 40; from += 10) {
        await appendTo(store, 'b', updates.slice(from, from + 10), from < 20 ? 'ann' : 'bob');
        await store.compact('b');
      }
      const all = await allOf(store, 'b');
      expect(all.map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1));
      expect(all.map(({ update }) => [...update])).toEqual(updates.map((update) => [...update]));
      expect(all.map(({ by }) => by)).toEqual(updates.map((_, i) => (i < 20 ? 'ann' : 'bob')));
      for (const { at } of all) expect(at >= begun && at <= Date.now()).toBe(true);
      expect(await store.history.span('b')).toEqual({ first: 1, head: 40 });
      expect((await allOf(store, 'b', 17)).map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1).slice(17));
    });

    test('shows the board as it was behind each update', async () => {
      const store = await open();
      const updates = updatesOf(30);
      for (let from = 0; from < 30; from += 10) {
        await appendTo(store, 'b', updates.slice(from, from + 10));
        await store.compact('b');
      }
      for (const seq of [1, 9, 10, 11, 20, 25, 30]) {
        const state = await store.history.stateAt('b', seq);
        expect(leadingTo(state === undefined ? [] : [state])).toEqual(leadingTo(updates.slice(0, seq)));
      }
      expect(await store.history.stateAt('b', 31)).toBeUndefined();
    });

    test('of a board that began with a whole goes back to that', async () => {
      const store = await open();
      const [whole = new Uint8Array(), ...since] = updatesOf(12);
      await store.begin('b', { whole, since: since.slice(0, 2) }, 'ann');
      for (const update of since.slice(2)) {
        await appendTo(store, 'b', [update]);
        await store.compact('b');
      }
      expect(await store.history.span('b')).toEqual({ first: 2, head: 12 });
      const before = await store.history.stateAt('b', 1);
      expect(leadingTo(before === undefined ? [] : [before])).toEqual({ k0: 0 });
      expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual(since.map((_, i) => i + 2));
    });

    test('tells where a time begins', async () => {
      const store = await open();
      await appendTo(store, 'b', updatesOf(5));
      await store.compact('b');
      await appendTo(store, 'b', updatesOf(5, 'n'));
      await store.compact('b');
      expect(await store.history.before('b', 0)).toBe(0);
      expect(await store.history.before('b', Date.now() + 60_000)).toBe(10);
      expect((await store.history.moments('b')).at(-1)).toMatchObject({ seq: 10, by: 'ann' });
    });

    test('keeps named versions, newest first and no more than it may, each with a state of its own', async () => {
      const store = await open();
      const { history } = store;
      const [one = new Uint8Array()] = updatesOf(1);
      await appendTo(store, 'b', [one]);
      const version = (id: string, at: number) => ({ id, name: id, seq: 1, at, by: 'ann' });
      for (const [id, at] of [
        ['x', 1],
        ['y', 3],
        ['z', 2],
      ] as const)
        expect(await history.keep('b', version(id, at), one, plenty)).toMatchObject(version(id, at));
      expect((await history.versions('b')).map(({ id }) => id)).toEqual(['y', 'z', 'x']);
      expect(await history.keep('b', version('more', 4), one, plenty)).toBeUndefined();
      expect(await history.keep('b', version('more', 4), one, { versions: 9, bytes: 1 })).toBeUndefined();
      expect([await history.rename('b', 'z', 'new'), await history.rename('b', 'none', 'new')]).toEqual([true, false]);
      expect([await history.drop('b', 'x'), await history.drop('b', 'x')]).toEqual([true, false]);
      expect((await history.versions('b')).map((kept) => kept.name)).toEqual(['y', 'new']);
      expect([...((await history.stateOf('b', 'y')) ?? [])]).toEqual([...one]);
      expect(await history.stateOf('b', 'x')).toBeUndefined();
    });

    test('is forgotten with its board', async () => {
      const store = await open();
      for (const round of ['a', 'b', 'c']) {
        await appendTo(store, 'b', updatesOf(5, round));
        await store.compact('b');
      }
      const state = (await store.history.stateAt('b', 3)) ?? new Uint8Array();
      await store.history.keep('b', { id: 'x', name: 'x', seq: 3, at: 1, by: 'ann' }, state, plenty);
      await store.remove('b');
      expect([await allOf(store, 'b'), await store.history.versions('b')]).toEqual([[], []]);
      expect(await store.history.stateOf('b', 'x')).toBeUndefined();
      expect(await store.history.moments('b')).toEqual([]);
      await appendTo(store, 'b', updatesOf(1, 'n'));
      expect((await allOf(store, 'b')).map(({ seq }) => seq)).toEqual([1]);
    });

    test('leads to what the board is, whatever was appended and compacted in whatever order', async () => {
      const step = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('compact' as const));
      const store = await open();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
          const board = `b${runs++}`;
          const doc = new Y.Doc();
          const written: Uint8Array[] = [];
          doc.on('update', (update: Uint8Array) => written.push(update));
          for (const [at, action] of steps.entries()) {
            if (action === 'compact') await store.compact(board);
            else {
              written.length = 0;
              for (let n = 0; n < action; n++) {
                if ((at + n) % 3 === 2) doc.getMap('el').delete(`k${n - 1}`);
                else doc.getMap('el').set(`k${n}`, at);
              }
              await appendTo(store, board, written);
            }
          }
          const all = await allOf(store, board);
          const { head } = await store.history.span(board);
          expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
          expect(leadingTo(all.map(({ update }) => update))).toEqual(await stored(store, board));
          const state = head === 0 ? undefined : await store.history.stateAt(board, head);
          expect(leadingTo(state === undefined ? [] : [state])).toEqual(await stored(store, board));
        }),
        { numRuns: 30 },
      );
    });
  });
};
