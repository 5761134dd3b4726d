import { describe, expect, test } from 'vitest';
import type { Order, Present } from '../../src/bus/bus.ts';
import { nextTurn, systemTimers } from '../../src/timers.ts';
import { heardBy, meet, type Said, type Server } from './bus.ts';

export interface BusContract {
  /** Servers of one installation, connected. */
  readonly join: (count: number) => Promise<readonly Server[]>;
  /** Whether live frames and presence are carried, which are shown for a moment. */
  readonly carriesPassing: boolean;
}

const people: readonly Present[] = [
  { person: { id: 'ann', name: 'Ann “Ä” 🖊', color: '#112233' }, role: 'owner' },
  { person: { id: 'ben', name: 'Ben \ud800', color: '#445566' }, role: 'viewer', link: 'link-1' },
];

const orders: readonly Order[] = [
  { order: 'close', code: 'SESSION_RENEWED', whom: { of: 'people', ids: ['ann', 'ben'] } },
  { order: 'close', board: 'board', code: 'REVOKED', whom: { of: 'link', link: 'link-1' } },
  { order: 'close way', board: 'board', whom: { of: 'roles', roles: ['viewer', 'editor'] } },
  {
    order: 'notify',
    board: 'board',
    notice: { code: 'ASKS', message: 'Ben asks to draw.', person: { id: 'ben', name: 'Ben', color: '#445566' } },
    whom: { of: 'connection', connection: 'c-1' },
  },
  { order: 'rename', person: { id: 'ann', name: 'Anna', color: '#112233' }, colorChosen: true },
  {
    order: 'ask',
    board: 'board',
    person: { id: 'ben', name: 'Ben', color: '#445566' },
    by: { id: 'guest-ben', name: 'Ben', color: '#445566', signedIn: false, link: 'link-1' },
  },
  { order: 'answered', board: 'board', person: 'ben' },
  { order: 'close', code: 'DRAINING', whom: { of: 'everybody' } },
];

/** Every value a byte has, some of them often. */
const frame = Uint8Array.from({ length: 1_000 }, (_, at) => (at * at) % 256);

const isStored = (board: string, upTo: number) => (said: Said) =>
  said.what === 'stored' && said.board === board && said.upTo === upTo;

/** The suite that every bus passes. What is told over one way comes in the order in which it was told. */
export const describeBus = (name: string, { join, carriesPassing }: BusContract): void => {
  describe(`servers ${name}`, () => {
    const two = async (board = 'board'): Promise<readonly [Server, Server]> => {
      const [one, other] = await join(2);
      if (one === undefined || other === undefined) throw new Error('too few servers');
      await meet(board, one, other);
      return [one, other];
    };

    test('hear what others have stored, in both directions, and nothing that they say themselves', async () => {
      const [one, other] = await two();
      one.bus.stored('board', 7);
      await other.heard.until(isStored('board', 7));
      other.bus.stored('board', Number.MAX_SAFE_INTEGER);
      await one.heard.until(isStored('board', Number.MAX_SAFE_INTEGER));
      expect(heardBy(one)).toEqual([{ what: 'stored', board: 'board', upTo: Number.MAX_SAFE_INTEGER }]);
      expect(heardBy(other)).toEqual([{ what: 'stored', board: 'board', upTo: 7 }]);
    });

    test('hear who is on a board, and from which server', async () => {
      const [one, other] = await two();
      one.bus.people('board', people);
      one.bus.people('board', []);
      one.bus.stored('board', 1);
      await other.heard.until(isStored('board', 1));
      const told = other.heard.all.flatMap((said) => (said.what === 'people' ? [said] : []));
      // Where the newest says all, those before it may be left out.
      expect(told.at(-1)?.people).toEqual([]);
      const before = other.heard.all.length;
      one.bus.people('board', people);
      const last = await other.heard.until(({ what }) => what === 'people', before);
      expect(last).toEqual({ what: 'people', board: 'board', people, from: told.at(-1)?.from });
      other.bus.people('board', people);
      // Each has a name of its own.
      expect(await one.heard.until(({ what }) => what === 'people')).not.toEqual(last);
    });

    test('hear that another has opened a board', async () => {
      const [one, other] = await two();
      const before = one.heard.all.length;
      other.bus.opened('board');
      expect(await one.heard.until(({ what }) => what === 'opened', before)).toEqual({
        what: 'opened',
        board: 'board',
      });
    });

    test('hear every order, in their order, also one that has no board open', async () => {
      const [one, other] = await join(2);
      if (one === undefined || other === undefined) throw new Error('too few servers');
      for (const order of orders) one.bus.order(order);
      await other.heard.until(
        (said) => said.what === 'order' && said.order.order === 'close' && said.order.code === 'DRAINING',
      );
      expect(heardBy(other)).toEqual(orders.map((order) => ({ what: 'order', order })));
      expect(heardBy(one)).toEqual([]);
    });

    test('hear what was used elsewhere, all of it', async () => {
      const [one, other] = await join(2);
      if (one === undefined || other === undefined) throw new Error('too few servers');
      const all = [
        [['bytes', 'ann', 5] as const, ['requests', '10.0.0.1', 7] as const],
        [['bytes', 'ann', 1] as const],
      ];
      for (const [number, spent] of all.entries()) one.bus.spent(spent, number);
      await other.heard.until((said) => said.what === 'spent' && said.number === 1);
      expect(heardBy(other)).toEqual(
        all.map((spent, number) => ({ what: 'spent', spent, number, from: expect.any(String) })),
      );
      expect(heardBy(one)).toEqual([]);
    });

    test(
      carriesPassing ? 'hear what is shown and not stored, byte by byte' : 'hear nothing of what is only shown',
      async () => {
        const [one, other] = await two();
        one.bus.live('board', frame);
        one.bus.presence('board', frame);
        one.bus.live('board', new Uint8Array());
        one.bus.stored('board', 1);
        await other.heard.until(isStored('board', 1));
        const passing = other.heard.all.filter(({ what }) => what === 'live' || what === 'presence');
        const all = [
          { what: 'live', board: 'board', frame },
          { what: 'presence', board: 'board', frame, from: expect.any(String) },
          { what: 'live', board: 'board', frame: new Uint8Array() },
        ];
        expect(passing).toEqual(carriesPassing ? all : []);
      },
    );

    test('hear the newest of each of many boards', async () => {
      const [one, other] = await two();
      const boards = Array.from({ length: 300 }, (_, n) => `board-${n}`);
      for (const board of boards) {
        one.bus.opened(board);
        other.bus.opened(board);
      }
      // The last to be heard of is heard of, and so are all before it.
      await meet('last', one, other);
      for (let upTo = 1; upTo <= 5; upTo++) for (const board of boards) one.bus.stored(board, upTo);
      await Promise.all(boards.map((board) => other.heard.until(isStored(board, 5))));
    });

    test('hear nothing of a board any more that they have closed, or when they have left', async () => {
      const [one, other, third] = await join(3);
      if (one === undefined || other === undefined || third === undefined) throw new Error('too few servers');
      await meet('board', one, other);
      await meet('board', one, third);
      await third.bus.close();
      third.bus.stored('board', 1);
      const before = third.heard.all.length;
      one.bus.stored('board', 2);
      await other.heard.until(isStored('board', 2));
      expect(third.heard.all).toHaveLength(before);
      expect(heardBy(one)).toEqual([]);
      // A second time does nothing.
      await third.bus.close();
    });

    test('hear of a board again that was closed and opened at once', async () => {
      const [one, other] = await two();
      other.bus.closed('board');
      other.bus.opened('board');
      other.bus.closed('board');
      await nextTurn(systemTimers);
      const before = one.heard.all.length;
      other.bus.opened('board');
      await one.heard.until(({ what }) => what === 'opened', before);
      one.bus.stored('board', 3);
      await other.heard.until(isStored('board', 3));
    });

    test('listen until they end it', async () => {
      const [one, other] = await two();
      const more: number[] = [];
      const end = other.bus.listen({ stored: (_board, upTo) => more.push(upTo) });
      one.bus.stored('board', 1);
      await other.heard.until(isStored('board', 1));
      end();
      one.bus.stored('board', 2);
      await other.heard.until(isStored('board', 2));
      expect(more).toEqual([1]);
    });
  });
};
