import { expect, test } from 'vitest';
import { createLedger, type Ledger, leastOf, type Spent } from './ledger.ts';
import { createRateLimits } from './rate-limits.ts';
import { countRequests } from './requests.ts';
import { createStorageBudget } from './storage-budget.ts';

/** Servers that tell each other what was used, when the test has them do so. */
const servers = (count: number) => {
  const ticks: (() => void)[] = [];
  const ledgers: Ledger[] = [];
  const told: (readonly Spent[])[] = [];
  for (let i = 0; i < count; i++) {
    ledgers.push(
      createLedger({
        timers: {
          every(_ms, work) {
            ticks.push(work);
            return () => undefined;
          },
        },
        isShared: () => true,
        tell(used, number) {
          told.push(used);
          for (const [at, other] of ledgers.entries()) if (at !== i) other.hear(used, number, `server ${i}`);
        },
      }),
    );
  }
  const tell = (): void => {
    for (const tick of ticks) tick();
  };
  return { ledgers, told, tell };
};

const [one, other] = [0, 1];

test('what is used on one server is taken on the others, once, and little of it is not told', () => {
  const { ledgers, told, tell } = servers(3);
  const taken: [string, number][][] = [[], [], []];
  const notes = ledgers.map((ledger, i) =>
    ledger.open('bytes', { least: 10, apply: (name, amount) => taken[i]?.push([name, amount]) }),
  );
  notes[one]?.('ann', 4);
  notes[one]?.('ben', 25);
  tell();
  notes[one]?.('ann', 5);
  tell();
  notes[one]?.('ann', 1.4);
  tell();
  tell();
  expect(taken).toEqual([
    [],
    [
      ['ben', 25],
      ['ann', 10],
    ],
    [
      ['ben', 25],
      ['ann', 10],
    ],
  ]);
  expect(told).toHaveLength(2);
});

test('what is told twice, late or of something that is not known changes nothing', () => {
  const { ledgers } = servers(1);
  const taken: number[] = [];
  ledgers[one]?.open('bytes', { least: 1, apply: (_name, amount) => taken.push(amount) });
  const hear = (amount: number, number: number, from = 'a') =>
    ledgers[one]?.hear(
      [
        ['bytes', 'ann', amount],
        ['of a newer version', 'ann', 9],
      ],
      number,
      from,
    );
  hear(1, 1);
  hear(1, 1);
  hear(3, 3);
  hear(2, 2);
  hear(4, 1, 'b');
  expect(taken).toEqual([1, 3, 4]);
});

test('of many the most are told first, and the others after them', () => {
  const { ledgers, told, tell } = servers(1);
  const note = ledgers[one]?.open('bytes', { least: 1, apply: () => undefined });
  for (let i = 1; i <= 200; i++) note?.(`p${i}`, i);
  for (let i = 0; i < 4; i++) tell();
  expect(told.map((used) => used.length)).toEqual([80, 80, 40]);
  expect(told.flat().map(([, , amount]) => amount)).toEqual(Array.from({ length: 200 }, (_, i) => 200 - i));
});

test('a person has one budget of what is stored, wherever they go', () => {
  const { ledgers, tell } = servers(2);
  const config = { dataDir: '.', storedPerPerson: 1_000, storedPerAddress: 1_500, diskReserve: 0 };
  const budgets = ledgers.map((ledger) => createStorageBudget({ config, elapsed: () => 0, ledger }));
  budgets[one]?.draw('ann', 1_001);
  budgets[one]?.make({ person: 'ben', ip: '10.0.0.1' }, 900);
  expect(() => budgets[other]?.draw('ann', 0)).not.toThrow();
  tell();
  expect(() => budgets[other]?.draw('ann', 1)).toThrow(expect.objectContaining({ code: 'BUDGET_SPENT' }));
  budgets[other]?.make({ person: 'cas', ip: '10.0.0.1' }, 700);
  expect(() => budgets[other]?.remember('10.0.0.1', 1)).toThrow(expect.objectContaining({ code: 'BUDGET_SPENT' }));
  budgets[other]?.remember('10.0.0.2', 1);
  tell();
  expect(() => budgets[one]?.remember('10.0.0.1', 1)).toThrow(expect.objectContaining({ code: 'BUDGET_SPENT' }));
});

test('an address has as many requests of all servers as of one', () => {
  const { ledgers, tell } = servers(2);
  let at = 0;
  const bound = { name: 'GET /', max: 32, timeWindow: 60_000 };
  const counts = ledgers.map((ledger) => countRequests(bound, { elapsed: () => at }, ledger));
  for (let i = 0; i < 20; i++) counts[one]?.raise('10.0.0.1');
  at = 1_000;
  expect(counts[other]?.raise('10.0.0.1')).toEqual({ current: 1, ttl: 60_000 });
  tell();
  expect(counts[other]?.raise('10.0.0.1')).toEqual({ current: 22, ttl: 60_000 });
  expect(counts[other]?.raise('10.0.0.2').current).toBe(1);
  tell();
  expect(counts[one]?.raise('10.0.0.1')).toEqual({ current: 23, ttl: 59_000 });
  at = 61_000;
  expect(counts[one]?.raise('10.0.0.1').current).toBe(1);
});

test('a person who sends to two servers is slowed down as one', () => {
  const { ledgers, tell } = servers(2);
  const limits = ledgers.map((ledger) => createRateLimits({ ledger }));
  const at = (server: number) => limits[server]?.of({ person: 'ann', board: `b${server}`, ip: '10.0.0.1' });
  const lines = [at(one), at(other)];
  for (let n = 0; n < 2_000; n++) for (const line of lines) line?.charge(10, 0);
  const more = [at(one), at(one), at(one), at(one)];
  for (let n = 0; n < 2_000; n++) for (const line of more) line?.charge(10, 0);
  const fresh = at(other);
  expect(fresh?.charge(10, 0).ms).toBe(0);
  tell();
  expect(fresh?.charge(10, 0)).toMatchObject({ own: true });
});

test('a name is told when a thirty-second part of what it may use at once was used', () => {
  expect([leastOf(6_000), leastOf(6)]).toEqual([187.5, 1]);
});
