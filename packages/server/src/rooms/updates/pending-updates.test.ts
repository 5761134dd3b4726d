import { describe, expect, test } from 'vitest';
import { createBucket } from '../../quotas/meter.ts';
import { systemTimers, type Timers } from '../../timers.ts';
import type { Member } from '../member.ts';
import { createPendingUpdates, type PendingUpdate } from './pending-updates.ts';

const member = (id: string): Member => ({
  access: { person: { id, name: id, color: '#123456' }, role: 'editor' },
  socket: { send: () => {}, close: () => {}, backlog: 0 },
  gesso: true,
  left: false,
  received: 0,
  unsaved: new Set(),
  saved: 0,
  sentAt: 0,
  grace: 0,
  slowSince: undefined,
  missed: undefined,
  syncBudget: createBucket({ perSecond: 1, burst: 1 }),
  queryBudget: createBucket({ perSecond: 1, burst: 1 }),
  liveBudget: createBucket({ perSecond: 1, burst: 1 }),
  reactionBudget: createBucket({ perSecond: 1, burst: 1 }),
});

const pendingOf = (
  author: Member,
  count: number,
  needs: Readonly<Record<number, number>>,
  bytes = 1,
): PendingUpdate => ({
  update: new Uint8Array(bytes),
  author,
  count,
  history: false,
  leftTo: [],
  needs: new Map(Object.entries(needs).map(([client, end]) => [Number(client), end])),
  tries: 0,
});

/** What waits, who was refused, and a turn of the event loop to give. */
const setUp = () => {
  const turns: (() => void)[] = [];
  const tried: [string, number][] = [];
  const retried: PendingUpdate[] = [];
  const refused: [string, string][] = [];
  const ends = new Map<number, number>();
  const later: (() => void)[] = [];
  const pauses: number[] = [];
  const timers: Timers = {
    ...systemTimers,
    after(ms, work) {
      pauses.push(ms);
      later.push(work);
      return () => void later.splice(later.indexOf(work), 1);
    },
    soon(work) {
      turns.push(work);
      return () => {};
    },
  };
  const pending = createPendingUpdates({
    timers,
    endOf: (client) => ends.get(client) ?? 0,
    retry(one) {
      retried.push(one);
      tried.push([one.author.access.person.id, one.count]);
    },
    refuse(author, failure) {
      refused.push([author.access.person.id, failure.code]);
      pending.rejectFrom((_access, one) => one === author);
    },
  });
  const arrive = (client: number, end: number): void => {
    ends.set(client, end);
    pending.arrived(() => [client]);
  };
  const turn = (): readonly [string, number][] => {
    for (const work of turns.splice(0)) work();
    return tried.splice(0);
  };
  const wait = (): void => {
    for (const work of later.splice(0)) work();
  };
  return { pending, arrive, turn, wait, pauses, retried, refused };
};

describe('updates that wait', () => {
  test('are looked at when what they lack has come, in the order they were sent, one a turn', () => {
    const { pending, arrive, turn } = setUp();
    const [ann, ben] = [member('ann'), member('ben')];
    for (const one of [pendingOf(ann, 1, { 5: 3 }), pendingOf(ben, 1, { 6: 1 }), pendingOf(ann, 2, { 5: 2, 6: 4 })])
      pending.add(one);
    arrive(5, 2);
    expect([pending.due, turn()]).toEqual([0, []]);
    arrive(6, 4);
    expect([turn(), turn(), turn()]).toEqual([[['ben', 1]], [['ann', 2]], []]);
    arrive(5, 9);
    expect([turn(), turn()]).toEqual([[['ann', 1]], []]);
  });

  test('are looked at after a while where they are history, though not all they lack has come', () => {
    const { pending, arrive, turn, wait } = setUp();
    pending.add({ ...pendingOf(member('ann'), 1, { 5: 3, 6: 1 }), history: true });
    pending.add(pendingOf(member('ben'), 1, { 5: 3 }));
    arrive(6, 1);
    wait();
    expect([turn(), turn()]).toEqual([[['ann', 1]], []]);
  });

  test('whose authors of comments have come in time are not taken for waited for in vain', () => {
    const { pending, arrive, turn, wait, retried } = setUp();
    pending.add({ ...pendingOf(member('ann'), 1, { 5: 3 }), history: true, leftTo: [5], attests: [5] });
    arrive(5, 3);
    // Others are due before it, and its time is over meanwhile.
    wait();
    turn();
    expect(retried.map(({ apart, late }) => [apart, late])).toEqual([[undefined, undefined]]);
  });

  test('are looked at less often the longer they wait, and authors of comments are waited for as long each time', () => {
    const { pending, pauses } = setUp();
    const long = { ...pendingOf(member('ann'), 1, { 5: 3 }), history: true };
    for (const tries of [0, 1, 2, 50]) pending.add({ ...long, tries });
    for (const tries of [0, 1]) pending.add({ ...long, attests: [5], tries });
    expect(pauses).toEqual([10_000, 20_000, 30_000, 60_000, 10_000, 10_000]);
  });

  test('do not wait for what has come already', () => {
    const { pending, arrive, turn } = setUp();
    arrive(5, 4);
    pending.add(pendingOf(member('ann'), 1, { 5: 4, 6: 2 }));
    arrive(6, 2);
    expect(turn()).toEqual([['ann', 1]]);
    pending.add(pendingOf(member('ben'), 1, { 5: 3 }));
    expect(turn()).toEqual([['ben', 1]]);
  });

  test('go with their author, and not when they only have to be looked at', () => {
    const { pending, arrive, turn } = setUp();
    const [ann, ben] = [member('ann'), member('ben')];
    for (const one of [pendingOf(ann, 1, { 5: 1 }), pendingOf(ann, 2, { 6: 1 }), pendingOf(ben, 1, { 6: 1 })])
      pending.add(one);
    arrive(5, 1);
    pending.drop(ann);
    arrive(6, 1);
    expect([turn(), turn(), turn()]).toEqual([[['ann', 1]], [['ben', 1]], []]);
  });

  test('are waited for when they only have to be looked at', async () => {
    const { pending, arrive, turn } = setUp();
    pending.add(pendingOf(member('ann'), 1, { 5: 1 }));
    await pending.drained();
    arrive(5, 1);
    const drained = pending.drained();
    expect(turn()).toEqual([['ann', 1]]);
    await drained;
  });

  test('go altogether when their author is refused', () => {
    const { pending, arrive, turn } = setUp();
    const ann = member('ann');
    pending.add(pendingOf(ann, 1, { 5: 1 }));
    arrive(5, 1);
    pending.rejectFrom((_access, author) => author === ann);
    expect([turn(), pending.due]).toEqual([[], 0]);
  });

  test('are bounded for each author, in bytes and in number', () => {
    const { pending } = setUp();
    const [ann, ben] = [member('ann'), member('ben')];
    pending.add(pendingOf(ann, 1, { 5: 1 }, 1024 * 1024));
    expect(() => pending.add(pendingOf(ann, 2, { 5: 1 }))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
    for (let count = 1; count <= 256; count++) pending.add(pendingOf(ben, count, { 5: 1 }));
    expect(() => pending.add(pendingOf(ben, 257, { 5: 1 }))).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  });

  test('are bounded for each person over all their connections', () => {
    const { pending, refused } = setUp();
    for (let tab = 0; tab < 2; tab++) pending.add(pendingOf(member('eve'), 1, { 5: 1 }, 1024 * 1024));
    expect(() => pending.add(pendingOf(member('eve'), 1, { 5: 1 }))).toThrow(
      expect.objectContaining({ code: 'OVERLOADED' }),
    );
    expect(refused).toEqual([]);
  });

  test('are bounded for a board, where anyone who has most of them goes and nobody else', () => {
    const { pending, arrive, turn, refused } = setUp();
    pending.add(pendingOf(member('ann'), 1, { 5: 1 }, 1_000));
    for (let n = 0; n < 16; n++)
      pending.add(pendingOf(member(`eve ${n >> 1}`), 1, { 6: 1 }, 1024 * 1024 - (n === 4 ? 0 : 100)));
    pending.add(pendingOf(member('ben'), 1, { 5: 1 }, 2_000));
    expect(refused).toEqual([
      ['eve 2', 'OVERLOADED'],
      ['eve 2', 'OVERLOADED'],
    ]);
    arrive(5, 1);
    expect([turn(), turn(), turn()]).toEqual([[['ann', 1]], [['ben', 1]], []]);
  });
});
