import { expect, test } from 'vitest';
import { type RevocationsDeps, watchRevocations } from './revocations.ts';

/** Two open boards on a store that answers by the test's word, and what is due every half second. */
const scene = () => {
  let at = 1_000;
  const due: (() => unknown)[] = [];
  const asked: string[] = [];
  const ended: string[] = [];
  const logged: string[] = [];
  const members = new Map([
    [
      'one',
      new Set([
        { name: 'ann', link: 'gone' },
        { name: 'ben', link: 'kept', until: 10_000 },
      ]),
    ],
    [
      'two',
      new Set([
        { name: 'cas', link: 'gone' },
        { name: 'dan', link: 'kept', until: 10_000 },
      ]),
    ],
  ]);
  let answers = Promise.withResolvers<readonly { readonly id: string }[]>();
  let changed = false;
  watchRevocations({
    rooms: {
      closeHere: () => undefined,
      async closeWayHere(board: string, isGone: (one: object) => boolean) {
        for (const one of members.get(board) ?? []) {
          if (!isGone(one)) continue;
          members.get(board)?.delete(one);
          ended.push(one.name);
        }
      },
    },
    repositories: {
      links: {
        ofBoard(board: string) {
          asked.push(board);
          return answers.promise;
        },
      },
    },
    hooks: { links: true },
    log: { error: (_facts: object, sentence: string) => void logged.push(sentence) },
    now: () => at,
    openBoards: new Set(members.keys()),
    timers: {
      every(_ms: number, work: () => unknown) {
        due.push(work);
        return () => undefined;
      },
    },
    changedElsewhere: () => {
      const was = changed;
      changed = false;
      return was;
    },
  } as unknown as RevocationsDeps);
  return {
    asked,
    ended,
    logged,
    change: () => {
      changed = true;
    },
    answer(how: 'links' | Error) {
      const { resolve, reject } = answers;
      answers = Promise.withResolvers();
      if (how === 'links') resolve([{ id: 'kept' }]);
      else reject(how);
    },
    /** Half a second goes by, and all that can go on does. */
    async look(ms = 500) {
      at += ms;
      for (const work of due) void work();
      await new Promise<void>((resolve) => void setImmediate(resolve));
    },
  };
};

test('a slow store is asked one thing at a time, and keeps nobody whose time is over', async () => {
  const { asked, ended, change, answer, look } = scene();
  change();
  await look();
  change();
  await look();
  expect([asked, ended]).toEqual([['one'], []]);
  await look(10_000);
  expect([asked, ended]).toEqual([['one'], ['ben', 'dan']]);
  answer('links');
  await look(0);
  answer('links');
  await look(0);
  expect(ended).toEqual(['ben', 'dan', 'ann', 'cas']);
});

test('what changed while it was looked is looked at next', async () => {
  const { asked, change, answer, look } = scene();
  change();
  await look();
  change();
  await look();
  for (const _board of ['one', 'two']) {
    answer('links');
    await look(0);
  }
  await look();
  expect(asked).toEqual(['one', 'two', 'one']);
});

test('what could not be looked at is looked at again, and told once', async () => {
  const { asked, ended, logged, change, answer, look } = scene();
  change();
  await look();
  for (let times = 0; times < 2; times++) {
    answer(new Error('the store fails'));
    await look();
    await look();
  }
  expect(logged).toEqual(['revoked links were not looked at']);
  for (const _board of ['one', 'two']) {
    answer('links');
    await look(0);
  }
  expect([ended, asked]).toEqual([
    ['ann', 'cas'],
    ['one', 'one', 'one', 'two'],
  ]);
});
