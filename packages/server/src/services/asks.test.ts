import { expect, test } from 'vitest';
import { dayMs } from '../units.ts';
import { createAsks } from './asks.ts';

const ask = (id: string) => {
  const person = { id, name: id, color: '#112233' };
  return { person, by: { ...person, signedIn: false } };
};

test('asks are kept board by board, the last fifty, for a day', () => {
  let at = 0;
  const asks = createAsks(() => at);
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
