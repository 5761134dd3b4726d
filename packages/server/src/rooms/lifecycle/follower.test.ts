import { describe, expect, test } from 'vitest';
import type { LoggedUpdate } from '../../stores/history.ts';
import { createFollower } from './follower.ts';

const logged = (seq: number): LoggedUpdate => ({ seq, update: Uint8Array.of(seq), by: 'ann', at: 0 });

/** A log that answers when the test says so. */
const follow = (from = 0, timeline?: number) => {
  const shown: number[] = [];
  const asked: number[] = [];
  const told: unknown[] = [];
  let log: readonly LoggedUpdate[] | undefined | Error = [];
  let lost = 0;
  const follower = createFollower({
    board: 'b',
    from,
    timeline,
    store: {
      async since(_board, seq) {
        asked.push(seq);
        if (log instanceof Error) throw log;
        return log?.filter((one) => one.seq > seq);
      },
    },
    show: (updates) => shown.push(...updates.map(([seq = 0]) => seq)),
    lost: () => lost++,
    trouble: (error) => told.push(error),
  });
  return {
    ...follower,
    shown,
    asked,
    told,
    lost: () => lost,
    holds: (value: typeof log) => {
      log = value;
    },
    settled: () => new Promise<void>((resolve) => void setImmediate(resolve)),
  };
};

const along = (...seqs: number[]) => ({ timeline: 7, updates: seqs.map((seq) => Uint8Array.of(seq)) });

describe('following the log of a board', () => {
  test('reads nothing while only this server writes', async () => {
    const one = follow(3);
    one.own([4, 5]);
    one.own([6]);
    one.hint(6);
    await one.settled();
    expect([one.asked, one.shown]).toEqual([[], []]);
  });

  test('shows what others have stored, once, and in the order of the log', async () => {
    const one = follow(3);
    one.holds([4, 5, 6].map(logged));
    one.hint(5);
    one.hint(6);
    await one.settled();
    one.hint(6);
    await one.settled();
    expect([one.shown, one.asked]).toEqual([[4, 5, 6], [3]]);
  });

  test('shows what came along with a hint without reading it again, once, and nothing that it wrote itself', async () => {
    const one = follow(3, 7);
    one.own([6]);
    one.hint(5, along(4, 5));
    one.hint(5, along(4, 5));
    one.hint(8, along(5, 6, 7, 8));
    await one.settled();
    one.hint(8);
    await one.settled();
    expect([one.shown, one.asked]).toEqual([[4, 5, 7, 8], [3]]);
  });

  test('reads where something before what came along is missing', async () => {
    const one = follow(3, 7);
    one.holds([4, 5, 6].map(logged));
    one.hint(6, along(6));
    expect(one.shown).toEqual([]);
    await one.settled();
    expect(one.shown).toEqual([4, 5, 6]);
  });

  test.each([8, undefined])(
    'reads what another history of the database has under the numbers of what came along',
    async (timeline) => {
      const one = follow(3, timeline);
      one.holds([logged(4)]);
      one.hint(4, { timeline: 7, updates: [Uint8Array.of(99)] });
      await one.settled();
      expect(one.shown).toEqual([4]);
    },
  );

  test('finds the gap before its own numbers, and does not show itself what it wrote', async () => {
    const one = follow(3);
    one.holds([4, 5].map(logged));
    one.own([5]);
    await one.settled();
    one.own([6]);
    await one.settled();
    expect(one.shown).toEqual([4]);
  });

  test('forgets how far the log was said to go where it does not go that far', async () => {
    const one = follow(3);
    one.hint(9);
    await one.settled();
    for (const seq of [4, 5, 6]) one.own([seq]);
    await one.settled();
    expect([one.asked, one.shown]).toEqual([[3], []]);
    // By that time it does: the same word is looked at again.
    one.holds([7, 8, 9].map(logged));
    one.hint(9);
    await one.settled();
    expect([one.asked, one.shown]).toEqual([
      [3, 6],
      [7, 8, 9],
    ]);
  });

  test('reads again what was told while it was read and may have been stored behind that', async () => {
    const one = follow(3);
    one.hint(4);
    one.hint(5);
    one.holds([4, 5].map(logged));
    await one.settled();
    expect([one.asked, one.shown]).toEqual([
      [3, 3],
      [4, 5],
    ]);
  });

  test('reads on where what it was reading came along with a hint meanwhile', async () => {
    const one = follow(3, 7);
    one.holds([logged(4)]);
    one.hint(5);
    one.hint(4, along(4));
    one.holds([4, 5].map(logged));
    await one.settled();
    expect([one.asked, one.shown]).toEqual([
      [3, 4],
      [4, 5],
    ]);
  });

  test('says that it is lost when the log is compacted away under it', async () => {
    const one = follow(3);
    one.holds(undefined);
    one.hint(9);
    await one.settled();
    expect([one.lost(), one.shown]).toEqual([1, []]);
  });

  test('goes on with the next hint after the store failed', async () => {
    const one = follow();
    one.holds(new Error('gone'));
    one.hint(1);
    await one.settled();
    expect(one.told).toHaveLength(1);
    one.holds([1, 2].map(logged));
    one.hint(2);
    await one.settled();
    expect(one.shown).toEqual([1, 2]);
  });
});
