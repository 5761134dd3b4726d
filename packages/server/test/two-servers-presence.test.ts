import { personColors } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bus } from '../src/bus/bus.ts';
import { encodeShared } from '../src/rooms/frames.ts';
import { frames } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { clockByHand, type Page, server, troubledBus, turns } from './support/servers.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Two servers and a third bus, by which a test says what a server might. */
const two = () => {
  const { timers, pass } = clockByHand();
  const join = troubledBus();
  const store = memoryStore();
  const one = server({ store, timers, bus: join() });
  const other = server({ store, timers, bus: join() });
  ended.push(one.end, other.end);
  const third: Bus = join();
  return { one, other, third, pass };
};

/** Who is shown to a page, and what under which client id. */
const shownTo = (page: Page) =>
  Object.fromEntries([...page.shown].map(([client, { user, at }]) => [client, `${user?.id} ${String(at)}`]));
const point = (client: number, clock: number, at: unknown): Uint8Array => frames.presence(client, clock, { at });
const told = (client: number, clock: number, state: unknown): Uint8Array =>
  encodeShared([{ client, clock, said: clock, json: new TextEncoder().encode(JSON.stringify(state)) }]);
const elsewhere = (id: string, client: number, clock: number, at: unknown): Uint8Array =>
  told(client, clock, { at, user: { id, name: id, color: '#112233' } });
const present = (id: string) => ({ person: { id, name: id, color: '#112233' }, role: 'editor' as const });

describe('people on several servers', () => {
  test('are known on each, with what they may do and the link they came by', async () => {
    const { one, other } = two();
    await one.arrive('ann', { role: 'owner' });
    const ben = await other.arrive('ben', { role: 'viewer', link: 'l' });
    await turns();
    expect(one.rooms.people('board', 9).map(({ id }) => id)).toEqual(['ann', 'ben']);
    expect(other.rooms.people('board', 9).map(({ id }) => id)).toEqual(['ben', 'ann']);
    expect(one.rooms.people('board', 1)).toHaveLength(1);
    expect(one.rooms.person('board', 'ben')?.name).toBe('ben');
    expect(one.rooms.access('board', 'ben')).toMatchObject({ role: 'viewer', link: 'l' });
    expect(one.rooms.color('board', 'ben')).toBe(other.rooms.color('board', 'ben'));
    ben.leave();
    await turns();
    expect(one.rooms.people('board', 9).map(({ id }) => id)).toEqual(['ann']);
  });

  test('are told of boards that are not open here, and each once who is on both', async () => {
    const { one, other } = two();
    await one.arrive('ann');
    await one.arrive('ann');
    await other.arrive('ann');
    await other.arrive('ben', { board: 'another' });
    await turns();
    expect(one.rooms.people('board', 9)).toHaveLength(1);
    expect(one.rooms.people('another', 9).map(({ id }) => id)).toEqual(['ben']);
    expect(one.rooms.open).toBe(1);
  });

  test('are forgotten when nothing is heard of their server for 40 s, and not before', async () => {
    const { one, third, pass } = two();
    await one.arrive('ann');
    third.people('board', [present('dan')]);
    await pass(35_000);
    expect(one.rooms.people('board', 9)).toHaveLength(2);
    await pass(15_000);
    expect(one.rooms.people('board', 9)).toHaveLength(1);
  });

  test('stay as long as their server lives, and are gone once it has said farewell', async () => {
    const { one, other, pass } = two();
    await one.arrive('ann');
    await other.arrive('ben');
    await pass(120_000);
    expect(one.rooms.people('board', 9)).toHaveLength(2);
    await other.end();
    expect(one.rooms.people('board', 9)).toHaveLength(1);
  });

  test('wear different colors, and one person the same one on both', async () => {
    const { one, other } = two();
    for (let i = 0; i < 12; i++) {
      await (i % 2 === 0 ? one : other).arrive(`p${i}`);
      await turns(4);
    }
    const worn = one.rooms.people('board', 99).map(({ color }) => color);
    expect(new Set(worn)).toEqual(new Set(personColors));
    await other.arrive('p0');
    expect(other.rooms.color('board', 'p0')).toBe(one.rooms.color('board', 'p0'));
  });
});

describe('presence on several servers', () => {
  test('is shown on each, to newcomers as well, and taken back', async () => {
    const { one, other } = two();
    const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
    await turns();
    ann.receive(point(1, 1, 'here'));
    ben.receive(point(2, 1, 'there'));
    await turns();
    const both = { 1: 'ann here', 2: 'ben there' };
    expect([shownTo(ann), shownTo(ben)]).toEqual([both, both]);
    const cas = await other.arrive('cas');
    expect(shownTo(cas)).toEqual(both);
    ann.leave();
    await turns();
    expect([shownTo(ben), shownTo(cas)]).toEqual([{ 2: 'ben there' }, { 2: 'ben there' }]);
  });

  test('is told to a server that opens the board later', async () => {
    const { one, other } = two();
    const ann = await one.arrive('ann');
    ann.receive(point(1, 1, 'here'));
    await turns();
    const ben = await other.arrive('ben');
    await turns();
    expect(shownTo(ben)).toEqual({ 1: 'ann here' });
  });

  test('follows a person to another server, and is not ended by what the one they left says late', async () => {
    const { one, other } = two();
    const [watching, ben] = [await one.arrive('cas'), await other.arrive('ben')];
    const before = await one.arrive('ann');
    await turns();
    before.receive(point(1, 4, 'before'));
    await turns();
    expect(shownTo(ben)).toEqual({ 1: 'ann before' });
    const after = await other.arrive('ann');
    // What they say first is what they said last.
    after.receive(point(1, 4, 'before'));
    await turns();
    before.leave();
    await turns();
    expect([shownTo(watching), shownTo(ben)]).toEqual([{ 1: 'ann before' }, { 1: 'ann before' }]);
    after.receive(point(1, 5, 'after'));
    await turns();
    expect([shownTo(watching), shownTo(ben)]).toEqual([{ 1: 'ann after' }, { 1: 'ann after' }]);
    after.leave();
    await turns();
    expect([shownTo(watching), shownTo(ben)]).toEqual([{}, {}]);
  });

  test('of a person who comes back is shown though their own clock is behind what others were told', async () => {
    const { one, other } = two();
    const ben = await other.arrive('ben');
    for (let round = 0; round < 4; round++) {
      const page = await (round % 2 === 0 ? one : other).arrive('ann');
      await turns();
      page.receive(point(1, 1, round));
      await turns();
      expect(shownTo(ben)).toEqual({ 1: `ann ${round}` });
      page.leave();
      await turns();
      expect(shownTo(ben)).toEqual({});
    }
  });

  test('is not taken over by what another page of the person repeats', async () => {
    const { one, other } = two();
    const [ann, second] = [await one.arrive('ann'), await other.arrive('ann')];
    await turns();
    ann.receive(point(1, 7, 'here'));
    second.receive(point(2, 1, 'there'));
    await turns();
    // A stock client echoes what it was told of others.
    second.receive(point(1, 7, 'here'));
    await turns();
    ann.receive(point(1, 8, 'moved'));
    await turns();
    expect(shownTo(second)).toEqual({ 1: 'ann moved', 2: 'ann there' });
    second.leave();
    await turns();
    expect(shownTo(ann)).toEqual({ 1: 'ann moved' });
  });

  test('in which two people are shown under one id is on each server that of who is there', async () => {
    const { one, third } = two();
    const ann = await one.arrive('ann');
    third.people('board', [present('eve')]);
    ann.receive(point(1, 3, 'here'));
    await turns();
    third.presence('board', elsewhere('eve', 1, 90, 'forged'));
    await turns();
    expect(shownTo(ann)).toEqual({ 1: 'ann here' });
    ann.receive(point(1, 4, 'still'));
    await turns();
    expect(shownTo(ann)).toEqual({ 1: 'ann still' });
  });

  test('that comes twice, late or in another order is what was said last', async () => {
    const { one, third } = two();
    const ann = await one.arrive('ann');
    third.people('board', [present('eve')]);
    for (const clock of [2, 5, 3, 5, 4]) third.presence('board', elsewhere('eve', 9, clock, clock));
    await turns();
    expect(shownTo(ann)).toEqual({ 9: 'eve 5' });
    third.presence('board', told(9, 4, null));
    await turns();
    expect(shownTo(ann)).toEqual({ 9: 'eve 5' });
    third.presence('board', told(9, 5, null));
    third.presence('board', elsewhere('eve', 9, 5, 5));
    await turns();
    expect(shownTo(ann)).toEqual({});
  });

  test('ends with the people of its server, and where nothing is heard of it for 40 s', async () => {
    const { one, third, pass } = two();
    const ann = await one.arrive('ann');
    third.people('board', [present('eve')]);
    third.presence('board', elsewhere('eve', 9, 1, 1));
    await turns();
    third.people('board', []);
    await turns();
    expect(shownTo(ann)).toEqual({});
    third.people('board', [present('eve')]);
    third.presence('board', elsewhere('eve', 9, 2, 2));
    await turns();
    expect(shownTo(ann)).toEqual({ 9: 'eve 2' });
    await pass(50_000);
    expect(shownTo(ann)).toEqual({});
  });

  test('that cannot be read does no harm', async () => {
    const { one, third } = two();
    const ann = await one.arrive('ann');
    third.people('board', [present('eve')]);
    for (const bytes of [[], [1], [1, 255, 255, 255], [0, 1], [7, 7, 7], [1, 9, 1, 1, 200]])
      third.presence('board', Uint8Array.from(bytes));
    third.presence('board', told(9, 1, 'no state'));
    third.presence('board', told(9, 1, { at: 'nobody’s' }));
    third.presence('board', told(9, 1, { user: { id: 7 } }));
    third.presence('board', elsewhere('eve', 9, 1, 'x'.repeat(10_000)));
    third.presence('another', elsewhere('eve', 9, 1, 1));
    await turns();
    expect([shownTo(ann), ann.closed]).toEqual([{}, []]);
  });

  test('of another server counts in what one person may show', async () => {
    const { one, third } = two();
    const ann = await one.arrive('ann');
    third.people('board', [present('eve')]);
    const large = 'x'.repeat(1_500);
    for (let client = 1; client <= 100; client++) third.presence('board', elsewhere('eve', client, 1, large));
    await turns(60);
    expect(ann.shown.size).toBeLessThan(50);
    expect(ann.shown.size).toBeGreaterThan(0);
  });
});
