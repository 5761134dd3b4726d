import { describe, expect, test } from 'vitest';
import { type Entry, notStored } from '../../stores/store.ts';
import { systemTimers, type Timers } from '../../timers.ts';
import { type Commit, createCommits } from './commits.ts';

/** A store whose appends end when the test says so. */
const slowStore = () => {
  const calls: { readonly entries: readonly Entry[]; readonly end: (error?: Error) => void }[] = [];
  let called = (): void => {};
  return {
    calls,
    append: (entries: readonly Entry[]): Promise<readonly number[]> =>
      new Promise((resolve, reject) => {
        const seqs = entries.map((_, i) => i + 1);
        calls.push({ entries, end: (error) => (error === undefined ? resolve(seqs) : reject(error)) });
        called();
      }),
    call: (n: number): Promise<{ readonly entries: readonly Entry[]; readonly end: (error?: Error) => void }> =>
      new Promise((resolve) => {
        called = () => {
          const call = calls[n - 1];
          if (call !== undefined) resolve(call);
        };
        called();
      }),
  };
};

const record = () => {
  const told: string[] = [];
  return {
    told,
    owner: {
      stored: (commits: readonly Commit[]) => void told.push(...commits.map(({ by }) => `stored ${by}`)),
      held: (commits: readonly Commit[]) => void told.push(...commits.map(({ by }) => `held ${by}`)),
      refused: (commits: readonly Commit[], why: string) =>
        void told.push(...commits.map(({ by }) => `refused ${by}: ${why}`)),
    },
  };
};

const commit = (by: string, board = 'b'): Commit => ({ board, by, update: Uint8Array.of(1) });
const wait: Commit = { board: 'b', by: 'wait', update: undefined };

describe('the commit queue', () => {
  test('tells nobody anything before the store has written', async () => {
    const store = slowStore();
    const { told, owner } = record();
    const commits = createCommits({ append: store.append, onHealth: () => {} });
    commits.push(commit('1'), owner);
    const call = await store.call(1);
    expect(told).toEqual([]);
    call.end();
    await commits.drained();
    expect(told).toEqual(['stored 1']);
  });

  test('writes what arrives while it is writing, of all boards, in one go', async () => {
    const store = slowStore();
    const { told, owner } = record();
    const commits = createCommits({ append: store.append, onHealth: () => {} });
    commits.push(commit('1'), owner);
    const first = await store.call(1);
    commits.push(commit('2', 'x'), owner);
    commits.push(wait, owner);
    commits.push(commit('3', 'y'), owner);
    first.end();
    const second = await store.call(2);
    expect(second.entries.map(({ board }) => board)).toEqual(['x', 'y']);
    second.end();
    await commits.drained();
    expect(told).toEqual(['stored 1', 'stored 2', 'stored wait', 'stored 3']);
  });

  test('holds what the store refuses, tells once, and writes it first when the store works again', async () => {
    const store = slowStore();
    const health: (string | undefined)[] = [];
    const { told, owner } = record();
    const commits = createCommits({
      append: store.append,
      onHealth: (error) => health.push(error === undefined ? undefined : String(error)),
    });
    commits.push(commit('1'), owner);
    (await store.call(1)).end(new Error('disk full'));
    (await store.call(2)).end(new Error('still full'));
    expect(commits.degraded).toBe(true);
    commits.push(commit('2'), owner);
    const third = await store.call(3);
    expect(third.entries.map(({ by }) => by)).toEqual(['1', '2']);
    third.end();
    await commits.drained();
    expect(commits.degraded).toBe(false);
    expect(told).toEqual(['held 1', 'held 2', 'stored 1', 'stored 2']);
    expect(health).toEqual(['Error: disk full', undefined]);
  });

  describe('when the store does not answer', () => {
    /** Who waits for an answer is soon out of patience. */
    const timers: Timers = {
      ...systemTimers,
      afterIdle: (ms, work) => systemTimers.after(ms >= 1_000 ? 1 : ms, work),
    };
    const setUp = () => {
      const store = slowStore();
      const health: (string | undefined)[] = [];
      const { told, owner } = record();
      const { promise: isDown, resolve } = Promise.withResolvers<void>();
      const commits = createCommits({
        append: store.append,
        timers,
        onHealth(error) {
          health.push(error === undefined ? undefined : String(error));
          resolve();
        },
      });
      /** Resolves when this one was told that it is held. */
      const heldOf = (by: string): Promise<void> =>
        new Promise((done) => {
          commits.push(commit(by), {
            ...owner,
            held(all) {
              owner.held(all);
              done();
            },
          });
        });
      return { store, health, told, owner, commits, isDown, heldOf };
    };

    test('holds what it was to store and what comes then, asks nothing more, and stores all of it when the answer comes', async () => {
      const { store, health, told, owner, commits, isDown, heldOf } = setUp();
      commits.push(commit('1'), owner);
      const first = await store.call(1);
      await isDown;
      expect([commits.degraded, told]).toEqual([true, ['held 1']]);
      await heldOf('2');
      await heldOf('3');
      expect(store.calls).toHaveLength(1);
      first.end();
      const second = await store.call(2);
      expect(second.entries.map(({ by }) => by)).toEqual(['2', '3']);
      expect([commits.degraded, health]).toEqual([true, ['Error: the store does not answer']]);
      second.end();
      await commits.drained();
      expect(told).toEqual(['held 1', 'held 2', 'held 3', 'stored 1', 'stored 2', 'stored 3']);
      expect([commits.degraded, health]).toEqual([false, ['Error: the store does not answer', undefined]]);
    });

    test('and fails in the end, tries again with all of it', async () => {
      const { store, health, told, owner, commits, isDown, heldOf } = setUp();
      commits.push(commit('1'), owner);
      const first = await store.call(1);
      await isDown;
      await heldOf('2');
      first.end(new Error('connection lost'));
      const second = await store.call(2);
      expect(second.entries.map(({ by }) => by)).toEqual(['1', '2']);
      second.end();
      await commits.drained();
      expect(told).toEqual(['held 1', 'held 2', 'stored 1', 'stored 2']);
      expect(health).toHaveLength(2);
    });

    test('is waited for when all is to be stored', async () => {
      const { store, told, owner, commits, isDown } = setUp();
      commits.push(commit('1'), owner);
      const first = await store.call(1);
      await isDown;
      const drained = commits.drained();
      first.end();
      await drained;
      expect(told).toEqual(['held 1', 'stored 1']);
    });

    test('refuses more once too much is held', async () => {
      const { store, owner, commits, isDown } = setUp();
      commits.push({ board: 'b', by: '1', update: new Uint8Array(60 * 1024 * 1024) }, owner);
      await store.call(1);
      await isDown;
      expect(() => commits.admit(8 * 1024 * 1024)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
      commits.stop();
    });
  });

  test('refuses more once too much is held', async () => {
    const store = slowStore();
    const { owner } = record();
    const commits = createCommits({ append: store.append, onHealth: () => {} });
    commits.admit(1e9);
    commits.push({ board: 'b', by: '1', update: new Uint8Array(60 * 1024 * 1024) }, owner);
    (await store.call(1)).end(new Error('disk full'));
    await store.call(2);
    expect(() => commits.admit(8 * 1024 * 1024)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
    commits.stop();
  });

  test('stores nothing more of one of whom the store refused something, and all of the others', async () => {
    const asked: string[][] = [];
    let meanwhile = (): void => {};
    const commits = createCommits({
      onHealth: () => {},
      async append(entries) {
        asked.push(entries.map(({ by }) => by));
        meanwhile();
        return entries.map(({ board }, i) => (board === 'b' ? notStored.taken : i + 1));
      },
    });
    const [mine, other] = [record(), record()];
    meanwhile = () => {
      meanwhile = () => {};
      commits.push(commit('2'), mine.owner);
      commits.push(commit('y', 'c'), other.owner);
    };
    commits.push(commit('1'), mine.owner);
    commits.push(wait, mine.owner);
    commits.push(commit('x', 'c'), other.owner);
    await commits.drained();
    commits.push(commit('3'), mine.owner);
    await commits.drained();
    expect(asked).toEqual([['1', 'x'], ['y']]);
    expect(mine.told).toEqual(['refused 1: taken', 'refused wait: taken', 'refused 2: taken', 'refused 3: taken']);
    expect(other.told).toEqual(['stored x', 'stored y']);
    commits.stop();
  });

  test('refuses what waits, and what was just asked, when another store has taken the place of the one before', async () => {
    const store = slowStore();
    const health: (string | undefined)[] = [];
    const commits = createCommits({
      append: store.append,
      onHealth: (error) => health.push(error === undefined ? undefined : String(error)),
    });
    const [before, after] = [record(), record()];
    commits.push(commit('1'), before.owner);
    const first = await store.call(1);
    commits.push(commit('2'), before.owner);
    commits.letGo();
    first.end(new Error('another one'));
    commits.push(commit('3'), after.owner);
    const second = await store.call(2);
    expect(second.entries.map(({ by }) => by)).toEqual(['3']);
    second.end();
    await commits.drained();
    expect([...before.told].sort()).toEqual(['held 1', 'refused 1: replaced', 'refused 2: replaced']);
    expect(after.told.at(-1)).toBe('stored 3');
    expect(health).toEqual(['Error: another one', undefined]);
  });

  test('says so when it cannot be drained', async () => {
    const commits = createCommits({ append: () => Promise.reject(new Error('gone')), onHealth: () => {} });
    commits.push(commit('1'), record().owner);
    await expect(commits.drained()).rejects.toThrow('gone');
    commits.stop();
  });
});
