import { describe, expect, test } from 'vitest';
import { createMayReturn } from '../src/auth/may-return.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import type { Membership, Repositories, Stay } from '../src/stores/repositories.ts';
import { memoryRepositories } from './support/memory-repositories.ts';
import { newDatabase } from './support/postgres.ts';

const at = 1_000;

/** A board with people of all kinds. */
const scene = async (kept: Repositories) => {
  const state = { deletedAt: undefined, ownerDraws: false, previews: false };
  await kept.boards.create({ id: 'board', title: '', owner: 'ann', createdAt: 1, updatedAt: 1, ...state }, []);
  const terms = { board: 'board', role: 'editor', label: undefined, password: undefined, uses: 0 } as const;
  const add = (id: string, expiresAt?: number) =>
    kept.links.add({ ...terms, id, keyHash: Buffer.from(id), maxUses: undefined, createdAt: 1, expiresAt });
  await add('good');
  await add('over', at);
  for (const [person, link] of [
    ['ben', 'good'],
    ['sent', 'good'],
    ['over', 'over'],
  ] as const)
    await kept.links.grant(link, person, 1);
  const give = async (person: string, role: Membership): Promise<void> => {
    await kept.boards.visit(person, 'board', 1);
    await kept.memberships.set('board', person, role, 1);
  };
  await give('sent', 'none');
  await give('given', 'viewer');
  const stay = (person: string, link?: string, board = 'board'): Stay => ({ board, person, link });
  const expected: readonly (readonly [Stay, boolean])[] = [
    [stay('ann'), true],
    [stay('ben'), true],
    [stay('sent'), false],
    [stay('over'), false],
    [stay('given'), true],
    [stay('stranger'), false],
    [stay('shows', 'good'), true],
    [stay('shows', 'over'), false],
    [stay('shows', 'gone'), false],
    [stay('ann', undefined, 'no board'), false],
  ];
  return expected;
};

describe.each([
  ['one by one', async () => memoryRepositories()],
  ['together', async () => postgresRepositories(await newDatabase())],
])('who may return, asked %s,', (_how, open) => {
  test('is whom anything that is kept lets in', async () => {
    const kept = await open();
    const expected = await scene(kept);
    const mayReturn = createMayReturn(kept, () => at);
    const answers = await Promise.all(expected.map(([stay]) => mayReturn(stay)));
    expect(answers).toEqual(expected.map(([, may]) => may));
  });
});

test('a crowd is asked about by a statement for each thousand', async () => {
  const asked: number[] = [];
  const stays: Repositories['stays'] = async (all) => {
    asked.push(all.length);
    return all.map(() => ({ board: undefined, membership: undefined, links: [], isSessionOver: false }));
  };
  const mayReturn = createMayReturn({ ...memoryRepositories(), stays }, () => at);
  const crowd = Array.from({ length: 2_500 }, (_, i) => mayReturn({ board: 'board', person: `${i}` }));
  expect(new Set(await Promise.all(crowd))).toEqual(new Set([false]));
  expect(asked).toEqual([1_000, 1_000, 500]);
});

test('where it cannot be found out, all who asked hear of it, and the next are looked at again', async () => {
  const error = new Error('the database is away');
  let isAway = true;
  const stays: Repositories['stays'] = async (all) => {
    if (isAway) throw error;
    return all.map(() => ({ board: undefined, membership: undefined, links: [], isSessionOver: false }));
  };
  const mayReturn = createMayReturn({ ...memoryRepositories(), stays }, () => at);
  const stay = { board: 'board', person: 'ann' };
  expect(await Promise.allSettled([mayReturn(stay), mayReturn(stay)])).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
  isAway = false;
  expect(await mayReturn(stay)).toBe(false);
});
