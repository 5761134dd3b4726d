import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { notStored, type Store } from '../../src/stores/store.ts';

/** The document a store gives back. */
export const stored = async (store: Store, board: string): Promise<Record<string, unknown>> => {
  const doc = new Y.Doc();
  for (const part of (await store.load(board)).parts) Y.applyUpdate(doc, part);
  return doc.getMap('el').toJSON();
};

/** Updates that each set one key, as a client would send them. */
export const updatesOf = (count: number, prefix = 'k'): Uint8Array[] => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) doc.getMap('el').set(`${prefix}${i}`, i);
  return updates;
};

const entries = (board: string, updates: readonly Uint8Array[]) =>
  updates.map((update) => ({ board, update, by: 'ann' }));

/** What every store does. */
export const storeContract = (name: string, open: () => Store | Promise<Store>): void => {
  describe(`the ${name} store`, () => {
    test('knows nothing of a board nobody wrote to', async () => {
      expect(await (await open()).load('b')).toMatchObject({ parts: [], tail: { rows: 0, bytes: 0 }, damaged: 0 });
    });

    test('remembers whose a client id is, board by board, and the first owner stays', async () => {
      const store = await open();
      const [one, two] = updatesOf(2);
      if (one === undefined || two === undefined) throw new Error('no updates');
      await store.append([{ board: 'b', update: one, by: 'ann', clients: [7, 8] }]);
      await store.append([
        { board: 'b', update: two, by: 'bob', clients: [9] },
        { board: 'c', update: two, by: 'bob', clients: [7] },
      ]);
      await store.compact('b');
      const owners = async (board: string) => [...((await store.load(board)).owners ?? [])].sort(([a], [b]) => a - b);
      expect(await owners('b')).toEqual([
        [7, 'ann'],
        [8, 'ann'],
        [9, 'bob'],
      ]);
      const asked = [store.ownerOf('b', 8), store.ownerOf('b', 9), store.ownerOf('c', 7), store.ownerOf('c', 9)];
      expect(await Promise.all(asked)).toEqual(['ann', 'bob', 'bob', undefined]);
      await store.remove('b');
      expect(await store.ownerOf('b', 8)).toBeUndefined();
      expect(await owners('b')).toEqual([]);
      expect(await owners('c')).toEqual([[7, 'bob']]);
    });

    test('stores nothing of a board in which a client id belongs to another by now, and all of the others', async () => {
      const store = await open();
      const [one = new Uint8Array(), two = new Uint8Array(), three = new Uint8Array()] = updatesOf(3);
      await store.append([{ board: 'b', update: one, by: 'ann', clients: [8] }]);
      const seqs = await store.append([
        { board: 'b', update: two, by: 'cas' },
        { board: 'c', update: one, by: 'bob', clients: [8] },
        { board: 'b', update: two, by: 'bob', clients: [8] },
        { board: 'b', update: three, by: 'bob' },
      ]);
      expect(seqs).toEqual([notStored.taken, 1, notStored.taken, notStored.taken]);
      expect((await store.load('b')).parts).toHaveLength(1);
      expect([await store.ownerOf('b', 8), await store.ownerOf('c', 8)]).toEqual(['ann', 'bob']);
      // Without a gap in the numbers, and for the owner as ever.
      expect(await store.append([{ board: 'b', update: two, by: 'ann', clients: [8] }])).toEqual([2]);
    });

    test('does not bring a board back that was removed, for one who goes on with it', async () => {
      const store = await open();
      const [one = new Uint8Array(), two = new Uint8Array()] = updatesOf(2);
      const of = (board: string, update: Uint8Array, goesOn: boolean) => ({ board, update, by: 'ann', goesOn });
      await store.append([of('b', one, false), of('c', one, false)]);
      expect(await store.append([of('b', two, true)])).toEqual([2]);
      await store.remove('b');
      const claims = { ...of('b', two, true), clients: [5] };
      expect(await store.append([of('c', two, true), claims])).toEqual([2, notStored.removed]);
      expect((await store.load('b')).parts).toEqual([]);
      expect([await store.ownerOf('b', 5), await store.heads(['b'])]).toEqual([undefined, new Map()]);
      expect(await store.append([of('b', one, false)])).toEqual([1]);
    });

    test('gives back what was appended, in order, board by board', async () => {
      const store = await open();
      const updates = updatesOf(3);
      const [one, two, three] = entries('b', updates);
      const [other] = entries('c', updatesOf(1, 'o'));
      if (one && two && three && other) {
        await store.append([one, other, two]);
        await store.append([three]);
      }
      const loaded = await store.load('b');
      expect(loaded.parts.map((part) => [...part])).toEqual(updates.map((update) => [...update]));
      expect(loaded.tail).toEqual({ rows: 3, bytes: updates.reduce((sum, update) => sum + update.length, 0) });
      expect(await stored(store, 'c')).toEqual({ o0: 0 });
    });

    test('numbers the updates of each board one by one, for good', async () => {
      const store = await open();
      const [one = new Uint8Array(), two = new Uint8Array(), three = new Uint8Array()] = updatesOf(3);
      const of = (board: string, update: Uint8Array) => ({ board, update, by: 'ann' });
      expect(await store.append([of('b', one), of('c', one), of('b', two)])).toEqual([1, 1, 2]);
      await store.compact('b');
      expect((await store.load('b')).seq).toBe(2);
      expect(await store.append([of('b', three)])).toEqual([3]);
      expect((await store.load('b')).seq).toBe(3);
      expect((await store.load('nobody wrote to')).seq).toBe(0);
    });

    test('tells how far the logs of many boards go, and nothing of those without one', async () => {
      const store = await open();
      const [one = new Uint8Array(), two = new Uint8Array()] = updatesOf(2);
      const of = (board: string, update: Uint8Array) => ({ board, update, by: 'ann' });
      await store.append([of('b', one), of('c', one), of('b', two)]);
      await store.compact('b');
      await store.begin('d', { whole: one, since: [two] }, 'ann');
      const heads = async (...boards: readonly string[]) => [...(await store.heads(boards))].sort();
      expect(await heads('d', 'nobody wrote to', 'c', 'b')).toEqual([
        ['b', 2],
        ['c', 1],
        ['d', 2],
      ]);
      expect(await heads('c')).toEqual([['c', 1]]);
      await store.remove('b');
      expect([await heads('b', 'c'), await heads()]).toEqual([[['c', 1]], []]);
    });

    test('gives what came since a number, in order and with who sent it, or says that it has to be loaded', async () => {
      const store = await open();
      const updates = updatesOf(6);
      const ofAnn = entries('b', updates.slice(0, 4));
      await store.append(ofAnn);
      const since = async (seq: number, bytes?: number) =>
        (await store.since('b', seq, bytes))?.map((logged) => [logged.seq, [...logged.update]]);
      const all = updates.map((update, i) => [i + 1, [...update]]);
      expect(await since(0)).toEqual(all.slice(0, 4));
      expect(await since(2)).toEqual(all.slice(2, 4));
      expect(await since(4)).toEqual([]);
      await store.compact('b');
      await store.append(entries('b', updates.slice(4)));
      expect(await since(4)).toEqual(all.slice(4));
      await store.compact('b');
      await store.append(entries('b', updatesOf(1, 'n')));
      await store.compact('b');
      expect(await since(0)).toBeUndefined();
      expect(await since(7)).toEqual([]);
    });

    test('keeps its own copy of what it was given', async () => {
      const store = await open();
      const [update = new Uint8Array()] = updatesOf(1);
      const given = update.slice();
      await store.append([{ board: 'b', update: given, by: 'ann' }]);
      given.fill(0);
      expect(await stored(store, 'b')).toEqual({ k0: 0 });
    });

    test('compacts a log into one snapshot without changing what the board is', async () => {
      const store = await open();
      await store.append(entries('b', updatesOf(50)));
      const before = await stored(store, 'b');
      expect(await store.compact('b')).toBe(true);
      const loaded = await store.load('b');
      expect(loaded.parts).toHaveLength(1);
      expect(loaded.tail.rows).toBe(0);
      expect(await stored(store, 'b')).toEqual(before);
    });

    test('knows how far a compacted log goes, and no longer once something follows', async () => {
      const store = await open();
      await store.append(entries('b', updatesOf(5)));
      await store.compact('b');
      const { parts, vector } = await store.load('b');
      const [state = new Uint8Array()] = parts;
      expect(Y.decodeStateVector(vector ?? new Uint8Array())).toEqual(
        Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state)),
      );
      await store.append(entries('b', updatesOf(1, 'n')));
      expect((await store.load('b')).vector).toBeUndefined();
    });

    test('begins a board with a whole and what follows it, knows how large that is, and compacts it as any other', async () => {
      const store = await open();
      const [whole = new Uint8Array(), ...since] = updatesOf(3);
      expect(await store.size('b')).toBe(0);
      await store.begin('b', { whole, since }, 'ann');
      const { parts, tail } = await store.load('b');
      expect(parts.map((part) => [...part])).toEqual([whole, ...since].map((part) => [...part]));
      expect(tail.rows).toBe(2);
      expect(await store.size('b')).toBe(parts.reduce((sum, part) => sum + part.length, 0));
      await store.append(entries('b', updatesOf(2, 'n')));
      const before = await stored(store, 'b');
      expect(Object.keys(before)).toEqual(['k0', 'k1', 'k2', 'n0', 'n1']);
      await store.compact('b');
      expect(await stored(store, 'b')).toEqual(before);
      expect(await store.size('b')).toBe((await store.load('b')).parts[0]?.length);
    });

    test('shows a whole without reading it where it came with its vector, until something follows', async () => {
      const store = await open();
      const doc = new Y.Doc();
      doc.getMap('el').set('k', 1);
      const vector = Y.encodeStateVector(doc);
      await store.begin('b', { whole: Y.encodeStateAsUpdate(doc), vector }, 'ann');
      expect((await store.load('b')).vector).toEqual(vector);
      await store.append(entries('b', updatesOf(1)));
      expect((await store.load('b')).vector).toBeUndefined();
    });

    test('has nothing to compact twice', async () => {
      const store = await open();
      expect(await store.compact('b')).toBe(false);
      await store.append(entries('b', updatesOf(2)));
      await store.compact('b');
      expect(await store.compact('b')).toBe(false);
    });

    test('leaves a log alone that has grown by fewer updates than are asked for since it was compacted', async () => {
      const store = await open();
      const updates = updatesOf(5);
      await store.append(entries('b', updates.slice(0, 3)));
      expect(await store.compact('b', 4)).toBe(false);
      expect(await store.compact('b', 3)).toBe(true);
      await store.append(entries('b', updates.slice(3)));
      expect(await store.compact('b', 3)).toBe(false);
      expect(await store.compact('b', 2)).toBe(true);
      expect(await store.compact('none', 1)).toBe(false);
    });

    test('loses nothing that is appended while it compacts', async () => {
      const store = await open();
      await store.append(entries('b', updatesOf(10, 'a')));
      const compaction = store.compact('b');
      await store.append(entries('b', updatesOf(10, 'b')));
      await compaction;
      expect(Object.keys(await stored(store, 'b'))).toHaveLength(20);
    });

    test('does not bring a board back that was removed while it compacted', async () => {
      const store = await open();
      await store.append(entries('b', updatesOf(10)));
      const compaction = store.compact('b');
      await store.remove('b');
      await compaction;
      expect((await store.load('b')).parts).toEqual([]);
    });

    test('forgets a removed board and takes it anew', async () => {
      const store = await open();
      await store.append(entries('b', updatesOf(3)));
      await store.compact('b');
      await store.remove('b');
      expect((await store.load('b')).parts).toEqual([]);
      await store.append(entries('b', updatesOf(1, 'n')));
      expect(await stored(store, 'b')).toEqual({ n0: 0 });
    });

    test('is healthy', async () => {
      await expect((await open()).health()).resolves.toBeUndefined();
    });

    test('holds the same as a plain list of updates, whatever is done in whatever order', async () => {
      const step = fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({
            do: fc.constant('append' as const),
            board: fc.constantFrom('a', 'b'),
            n: fc.integer({ min: 1, max: 5 }),
          }),
        },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('compact' as const), board: fc.constantFrom('a', 'b') }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), board: fc.constantFrom('a', 'b') }) },
      );
      const store = await open();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const run = runs++;
          const model: Record<string, Record<string, unknown>> = { a: {}, b: {} };
          for (const [at, action] of steps.entries()) {
            const board = `${action.board}${run}`;
            if (action.do === 'append') {
              await store.append(entries(board, updatesOf(action.n, `${at}-`)));
              for (let i = 0; i < action.n; i++) Object.assign(model[action.board] ?? {}, { [`${at}-${i}`]: i });
            } else if (action.do === 'compact') await store.compact(board);
            else {
              await store.remove(board);
              model[action.board] = {};
            }
          }
          expect({ a: await stored(store, `a${run}`), b: await stored(store, `b${run}`) }).toEqual(model);
        }),
        { numRuns: 25 },
      );
    });
  });
};
