import { encodeSaved } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { createBucket } from '../../quotas/meter.ts';
import type { Timers } from '../../timers.ts';
import type { Member } from '../member.ts';
import { createOutbox } from './outbox.ts';

/** A member that remembers what it was given and holds as much as it is told. */
const someone = (gesso = true, onSend = (): void => {}) => {
  const got: Uint8Array[] = [];
  const closed: string[] = [];
  const socket = { backlog: 0 };
  const member: Member = {
    access: { person: { id: 'ann', name: 'Ann', color: '#123456' }, role: 'editor' },
    socket: {
      send: (frame) => {
        got.push(frame);
        onSend();
      },
      close: (code) => void closed.push(code),
      get backlog() {
        return socket.backlog;
      },
    },
    gesso,
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
  };
  return { member, got, closed, socket };
};

/** `others`: how many are on the board on other servers. */
const room = (people: readonly ReturnType<typeof someone>[], others = 0) => {
  let time = 0;
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  const after = (ms: number, work: () => void) => {
    const one = { at: time + ms, work };
    waiting.add(one);
    return () => void waiting.delete(one);
  };
  const timers: Timers = {
    elapsed: () => time,
    after,
    afterIdle: after,
    every: after,
    soon: (work) => after(0, work),
  };
  const caughtUp: [Member, Uint8Array][] = [];
  const counted = { shown: 0, written: 0, mayCatchUp: true };
  const outbox = createOutbox({
    members: new Set(people.map(({ member }) => member)),
    now: () => time,
    timers,
    others: () => others,
    gather: () => {},
    written: () => {
      counted.written++;
    },
    shown: () => {
      counted.shown++;
      return Uint8Array.of(7);
    },
    catchUp: (member, since) => {
      if (counted.mayCatchUp) caughtUp.push([member, since]);
      return counted.mayCatchUp;
    },
  });
  const pass = (ms: number): void => {
    const end = time + ms;
    for (;;) {
      const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      waiting.delete(next);
      time = Math.max(time, next.at);
      next.work();
    }
    time = end;
  };
  /** Work that takes so long. */
  const spend = (ms: number): void => {
    time += ms;
  };
  return { outbox, caughtUp, counted, pass, spend, due: () => waiting };
};

const [one, two, three] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
const full = 2 * 1024 * 1024;

test('an author gets the acknowledgement first and not their own words', () => {
  const [ann, bob] = [someone(), someone()];
  const { outbox } = room([ann, bob]);
  outbox.acknowledge(ann.member, 4);
  outbox.document(one, ann.member);
  outbox.document(two, undefined);
  outbox.flush();
  expect(ann.got).toEqual([encodeSaved(4), two]);
  expect(bob.got).toEqual([one, two]);
});

test('live ink goes only to those who know it, and not back', () => {
  const [ann, bob, stock] = [someone(), someone(), someone(false)];
  const { outbox } = room([ann, bob, stock]);
  outbox.live(one, ann.member);
  outbox.presence(two);
  outbox.soon();
  expect([ann.got, bob.got, stock.got]).toEqual([[two], [one, two], [two]]);
});

test('the first goes at once and the next ones together', () => {
  const [ann, bob] = [someone(), someone()];
  const { outbox, pass } = room([ann, bob]);
  outbox.live(one, ann.member);
  outbox.soon();
  expect(bob.got).toEqual([one]);
  outbox.live(two, ann.member);
  outbox.soon();
  outbox.live(three, ann.member);
  outbox.soon();
  expect(bob.got).toEqual([one]);
  pass(3);
  expect(bob.got).toEqual([one, two, three]);
});

test('what waits for company goes with what is written meanwhile, or by itself a little later', () => {
  const [ann, bob] = [someone(), someone()];
  const { outbox, pass } = room([ann, bob]);
  outbox.flush();
  outbox.document(one, undefined);
  outbox.soon(4);
  pass(5);
  expect(bob.got).toEqual([]);
  outbox.document(two, ann.member);
  outbox.flush();
  expect(bob.got).toEqual([one, two]);
  outbox.document(three, undefined);
  outbox.soon(4);
  pass(6);
  expect(bob.got).toEqual([one, two]);
  pass(1);
  expect(bob.got).toEqual([one, two, three]);
});

test('two hundred who only point collect for 30 ms, and for 16 while one of them draws', () => {
  const people = Array.from({ length: 200 }, () => someone());
  const [ann, bob] = people as [ReturnType<typeof someone>, ReturnType<typeof someone>];
  const { outbox, pass } = room(people);
  const points = (frame: Uint8Array): void => {
    outbox.live(frame, ann.member);
    outbox.soon();
  };
  points(one);
  points(two);
  pass(29);
  expect(bob.got).toEqual([one]);
  pass(1);
  expect(bob.got).toEqual([one, two]);
  outbox.document(three, ann.member);
  outbox.flush();
  points(one);
  pass(16);
  expect(bob.got).toEqual([one, two, three, one]);
});

test('a full connection gets nothing more, and one difference when it has drained', () => {
  const slow = someone();
  const { outbox, pass, caughtUp } = room([slow]);
  slow.socket.backlog = full;
  for (let i = 0; i < 1_000; i++) {
    outbox.document(one, undefined);
    outbox.presence(two);
    outbox.flush();
    pass(5);
  }
  expect(slow.got).toEqual([]);
  slow.socket.backlog = 0;
  pass(200);
  expect(caughtUp).toEqual([[slow.member, Uint8Array.of(7)]]);
  outbox.document(three, undefined);
  outbox.flush();
  expect(slow.got).toEqual([three]);
  expect(slow.closed).toEqual([]);
});

test('what was shown is worked out once, however many connections are full', () => {
  const slow = Array.from({ length: 50 }, () => someone());
  const { outbox, counted } = room(slow);
  for (const { socket } of slow) socket.backlog = full;
  outbox.document(one, undefined);
  outbox.flush();
  expect(counted.shown).toBe(1);
  outbox.document(two, undefined);
  outbox.flush();
  expect(counted.shown).toBe(1);
});

test('of many connections that have drained each is brought up to date in a turn of its own', () => {
  const slow = Array.from({ length: 5 }, () => someone());
  const { outbox, caughtUp, due, pass } = room(slow);
  for (const { socket } of slow) socket.backlog = full;
  outbox.document(one, undefined);
  outbox.flush();
  for (const { socket } of slow) socket.backlog = 0;
  let most = 0;
  for (let i = 0; i < 10; i++) {
    const [turn] = due();
    if (turn === undefined) break;
    due().delete(turn);
    const before = caughtUp.length;
    turn.work();
    most = Math.max(most, caughtUp.length - before);
  }
  expect(most).toBe(1);
  expect(caughtUp.map(([member]) => member)).toEqual(slow.map(({ member }) => member));
  pass(1_000);
  expect(caughtUp).toHaveLength(5);
});

test('anyone who has to wait for being brought up to date gets nothing meanwhile, and all of it later', () => {
  const slow = someone();
  const { outbox, caughtUp, counted, pass } = room([slow]);
  slow.socket.backlog = full;
  outbox.document(one, undefined);
  outbox.flush();
  slow.socket.backlog = 0;
  counted.mayCatchUp = false;
  pass(500);
  outbox.document(two, undefined);
  outbox.flush();
  expect([slow.got, caughtUp]).toEqual([[], []]);
  counted.mayCatchUp = true;
  pass(200);
  expect(caughtUp).toEqual([[slow.member, Uint8Array.of(7)]]);
});

test('a connection that stays full for ten seconds is closed', () => {
  const stuck = someone();
  const { outbox, pass } = room([stuck]);
  stuck.socket.backlog = full;
  outbox.document(one, undefined);
  outbox.flush();
  pass(9_000);
  expect(stuck.closed).toEqual([]);
  pass(2_000);
  expect(stuck.closed[0]).toBe('TOO_SLOW');
});

test('where writing takes long, a room collects for longer, and not for ever', () => {
  const far = someone(true, () => spend(4));
  const { outbox, pass, spend } = room([far]);
  expect(outbox.tick()).toBe(3);
  for (let i = 0; i < 50; i++) {
    outbox.document(one, undefined);
    outbox.flush();
    pass(100);
  }
  expect(outbox.tick()).toBeCloseTo(16, 0);
  for (let i = 0; i < 10; i++) outbox.document(one, undefined);
  outbox.flush();
  expect(outbox.tick()).toBe(20);
});

test('people on other servers make a room collect for longer, by half as much as those here', () => {
  const few = Array.from({ length: 20 }, () => someone());
  expect(room(few).outbox.tick()).toBeCloseTo(6.4);
  expect(room(few, 20).outbox.tick()).toBeCloseTo(9.6);
  expect(room(few, 2_000).outbox.tick()).toBe(16);
});

test('it is told that all was written which was to be shown, and not before', () => {
  const { outbox, counted, pass } = room([someone()], 100);
  outbox.document(one, undefined);
  outbox.flush();
  expect(counted.written).toBe(1);
  outbox.document(two, undefined);
  outbox.soon();
  expect(counted.written).toBe(1);
  pass(16);
  expect(counted.written).toBe(2);
});
