import { expect, test } from 'vitest';
import { createLocalBus } from '../bus/local.ts';
import { dayMs } from '../units.ts';
import { createAsks } from './asks.ts';

const ask = (id: string) => {
  const person = { id, name: id, color: '#112233' };
  return { person, by: { ...person, signedIn: false } };
};

test('asks are kept board by board, the last fifty, for a day', () => {
  let at = 0;
  const asks = createAsks(
    () => at,
    () => undefined,
  );
  for (let n = 0; n < 60; n++) asks.add('plan', ask(`p${n}`));
  asks.add('other', ask('p0'));
  const ids = (board: string) => asks.of(board).map(({ person }) => person.id);
  expect(ids('plan')).toEqual(Array.from({ length: 50 }, (_, n) => `p${n + 10}`));
  expect(asks.answered('plan', 'p10')).toBe(true);
  expect(asks.answered('plan', 'p10')).toBe(false);
  at = dayMs / 2;
  asks.add('plan', ask('p20'));
  expect(ids('plan').at(-1)).toBe('p20');
  at = dayMs;
  expect(ids('plan')).toEqual(['p20']);
  expect(ids('other')).toEqual([]);
});

test('who asks on one server asks on all of them, and an answer is one everywhere', () => {
  const join = createLocalBus();
  const server = () => {
    const bus = join.join();
    const asks = createAsks(() => 0, bus.order);
    bus.listen({ order: asks.hear });
    return asks;
  };
  const [one, other, third] = [server(), server(), server()] as const;
  const ids = () => [one, other, third].map((asks) => asks.of('plan').map(({ by }) => by.id));
  one.add('plan', ask('ben'));
  other.add('plan', ask('cas'));
  expect(ids()).toEqual([
    ['ben', 'cas'],
    ['ben', 'cas'],
    ['ben', 'cas'],
  ]);
  expect(third.answered('plan', 'ben')).toBe(true);
  expect(one.answered('plan', 'ben')).toBe(false);
  expect(ids()).toEqual([['cas'], ['cas'], ['cas']]);
});
