import { describe, expect, test } from 'vitest';
import { assetContract } from './asset-contract.ts';
import { boardContract } from './board-contract.ts';
import { linkContract, membershipContract, sessionContract } from './people-contracts.ts';
import type { Open } from './repository-records.ts';
import { textContract } from './text-contract.ts';
import { webhookContract } from './webhook-contract.ts';

/** What every implementation of the repositories does. */
export const repositoryContracts = (name: string, open: Open): void => {
  describe(`the ${name} boards`, () => boardContract(open));
  describe(`the ${name} texts`, () => textContract(open));
  describe(`the ${name} links`, () => linkContract(open));
  describe(`the ${name} memberships`, () => membershipContract(open));
  describe(`the ${name} webhooks`, () => webhookContract(open));
  describe(`the ${name} sessions`, () => sessionContract(open));
  describe(`the ${name} audit`, () => auditContract(open));
  describe(`the ${name} assets`, () => assetContract(open));
  test(`the ${name} secrets stay the same, each its own`, async () => {
    const { secrets } = await open();
    const guests = await secrets.get('guests');
    expect(guests).toHaveLength(32);
    expect(Buffer.compare(await secrets.get('guests'), guests)).toBe(0);
    expect(Buffer.compare(await secrets.get('visitors'), guests)).not.toBe(0);
  });
};

const auditContract = (open: Open): void => {
  test('is read page by page, newest first, board by board', async () => {
    const { audit } = await open();
    for (let at = 1; at <= 5; at++)
      await audit.append({ at, event: 'board.create', board: at === 3 ? 'c' : 'b', person: 'ann', facts: { at } });
    await audit.append({ at: 9, event: 'login.failed', facts: {} });
    const first = await audit.ofBoard('b', 3);
    expect(first.events.map(({ at, facts }) => [at, facts])).toEqual([5, 4, 2].map((at) => [at, { at }]));
    const second = await audit.ofBoard('b', 3, first.next);
    expect([second.events.map(({ at }) => at), second.next]).toEqual([[1], undefined]);
  });
};
