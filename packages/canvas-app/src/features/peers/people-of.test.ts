import { expect, test } from 'vitest';
import type { Peer } from '../../editor/people.ts';
import { peopleOf } from './people-of.ts';

const peer = (id: string, client: number, more: Partial<Peer> = {}): Peer => ({
  id,
  client,
  name: id,
  color: '#c2255c',
  selection: [],
  idle: false,
  ...more,
});
const place = { x: 1, y: 2 };

test('who has several pages is one person, in the order in which the first of them came', () => {
  const clients = peopleOf([peer('ann', 1), peer('ben', 2), peer('ann', 3), peer('ben', 4)]).map(({ id }) => id);
  expect(clients).toEqual(['ann', 'ben']);
});

test('a person is where they look, and of several such pages where they have pointed', () => {
  const ofAnn = (...pages: Peer[]) => peopleOf([peer('ben', 9), ...pages]).find(({ id }) => id === 'ann')?.client;
  expect(ofAnn(peer('ann', 1, { idle: true, place }), peer('ann', 2))).toBe(2);
  expect(ofAnn(peer('ann', 1), peer('ann', 2, { place }))).toBe(2);
  expect(ofAnn(peer('ann', 1, { place }), peer('ann', 2, { place }))).toBe(1);
  expect(ofAnn(peer('ann', 1, { idle: true }), peer('ann', 2, { idle: true }))).toBe(1);
});

test('people without an id are as many as there are pages', () => {
  expect(peopleOf([peer('', 1), peer('', 2)])).toHaveLength(2);
});
