import { expect, test } from 'vitest';
import { namesApart } from './names-apart.ts';

test('people of one name are told apart', () => {
  const people = ['', 'Ada', '', 'Ada', 'Ben', 'Ada (2)', ''].map((name, i) => ({
    id: `p${i}`,
    name,
    color: '#3150e0',
  }));
  expect([...namesApart(people, 'Someone')]).toEqual([
    ['p0', 'Someone'],
    ['p1', 'Ada'],
    ['p2', 'Someone (2)'],
    ['p3', 'Ada (2)'],
    ['p4', 'Ben'],
    ['p5', 'Ada (2) (2)'],
    ['p6', 'Someone (3)'],
  ]);
});
