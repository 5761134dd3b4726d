import { expect, test } from 'vitest';
import { type BoardPerson, inOrder, stillHere } from './people.ts';

const person = (id: string, more: Partial<BoardPerson> = {}): BoardPerson => ({
  id,
  name: id,
  color: '',
  role: 'viewer',
  usualRole: 'viewer',
  asks: false,
  isRemoved: false,
  here: false,
  links: [],
  seenAt: undefined,
  ...more,
});

test('people stand in one order: who asks, who is here, each by name, whatever they may do', () => {
  const people = [
    person('Dan'),
    person('Cas', { here: true }),
    person('Ben', { here: true }),
    person('Eve', { asks: true }),
  ];
  const names = (list: readonly BoardPerson[]) => inOrder(list).map(({ name }) => name);
  expect(names(people)).toEqual(['Eve', 'Ben', 'Cas', 'Dan']);
  expect(names([...people].reverse().map((one) => ({ ...one, role: 'editor', seenAt: 5 })))).toEqual(names(people));
});

test('who is cut off because their role has changed is here until they are back', () => {
  const merge = stillHere();
  const before = [person('Ben', { here: true }), person('Cas', { here: true })];
  const away = [person('Ben', { role: 'editor' }), person('Cas')];
  const here = (list: readonly BoardPerson[]) => list.filter((one) => one.here).map(({ id }) => id);
  const first = merge(before, away, 0);
  expect(here(first)).toEqual(['Ben']);
  expect(here(merge(first, away, 4_000))).toEqual(['Ben']);
  expect(here(merge(first, away, 5_000))).toEqual([]);
  expect(here(merge(before, [person('Ben', { role: undefined, isRemoved: true })], 0))).toEqual([]);
});
