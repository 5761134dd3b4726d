import { Failure, limits } from '@gesso/crdt-schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createBucket } from '../../quotas/meter.ts';
import { type ClientFrame, type PresenceEntry, readFrame } from '../frames.ts';
import type { Member } from '../member.ts';
import { createClientIdOwnership } from '../updates/client-id-ownership.ts';
import { createPresence } from './presence.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const member = (id: string): Member => ({
  access: { person: { id, name: id, color: '#123456' }, role: 'editor' },
  socket: { send: () => {}, close: () => {}, backlog: 0 },
  gesso: true,
  left: false,
  received: 0,
  unsaved: new Set(),
  saved: 0,
  sentAt: 0,
  grace: 0,
  slowSince: undefined,
  missed: undefined,
  syncBudget: createBucket({ perSecond: 1, burst: 1 }),
  queryBudget: createBucket({ perSecond: 1, burst: 1 }),
  liveBudget: createBucket({ perSecond: 1, burst: 1 }),
  reactionBudget: createBucket({ perSecond: 1, burst: 1 }),
});

const entry = (client: number, clock: number, state: unknown): PresenceEntry => ({
  client,
  clock,
  json: new TextEncoder().encode(JSON.stringify(state)),
});

const entriesOf = (bytes: Uint8Array): readonly PresenceEntry[] => {
  const frame: ClientFrame = readFrame(bytes);
  return frame.type === 'presence' ? frame.entries : [];
};

const room = () => {
  const sent: Uint8Array[] = [];
  const refused: string[] = [];
  const clientIds = createClientIdOwnership();
  const presence = createPresence({
    clientIds,
    broadcast: (frame) => sent.push(frame),
    refuse: (_member, failure) => refused.push(failure.code),
  });
  /** What was told since the last call, after the tick has passed. */
  const told = (): Record<string, unknown>[] => {
    vi.advanceTimersByTime(40);
    return sent
      .splice(0)
      .flatMap(entriesOf)
      .map(({ client, clock, json }) => ({ client, clock, state: JSON.parse(new TextDecoder().decode(json)) }));
  };
  const leave = (one: Member, now = 0): void => {
    clientIds.release(one);
    presence.leave(one, now);
  };
  return { presence, sent, refused, told, leave };
};

const user = (id: string) => ({ id, name: id, color: '#123456' });

describe('presence', () => {
  test('of a person who came back several times is renewed as often as they renew it', () => {
    const { presence, told, leave } = room();
    let clock = 9;
    for (let n = 0; n < 3; n++) {
      const line = member('ann');
      presence.receive(line, [entry(1, clock, { x: 1 })]);
      told();
      if (n < 2) leave(line);
      else {
        // Their clock is behind the one that others know by now.
        for (let renewal = 0; renewal < 3; renewal++) {
          vi.advanceTimersByTime(15_000);
          presence.receive(line, [entry(1, ++clock, { x: 1 })]);
          expect(told()).toHaveLength(1);
        }
      }
    }
  });

  test('is told at most once a tick, newest state only, in one frame for all', () => {
    const { presence, sent } = room();
    const [ann, ben] = [member('ann'), member('ben')];
    for (let clock = 1; clock <= 20; clock++) {
      presence.receive(ann, [entry(1, clock, { x: clock })]);
      presence.receive(ben, [entry(2, clock, { x: -clock })]);
    }
    vi.advanceTimersByTime(40);
    expect(sent).toHaveLength(1);
    expect(entriesOf(sent[0] ?? new Uint8Array()).map(({ client, clock }) => [client, clock])).toEqual([
      [1, 20],
      [2, 20],
    ]);
  });

  test('of two hundred who say something at every key is told no oftener than that of those who point', () => {
    const { presence, sent } = room();
    const crowd = Array.from({ length: 200 }, (_, i) => member(`p${i}`));
    const line = '漢'.repeat(limits.chatLength);
    const keys = 25;
    for (let key = 1; key <= keys; key++) {
      for (const [i, one] of crowd.entries())
        presence.receive(one, [entry(i, key, { cursor: [key, i], chat: line.slice(0, key) })]);
      vi.advanceTimersByTime(40);
    }
    vi.advanceTimersByTime(200);
    // What does not fit into one turn follows in the next: two frames a tick of 60 ms.
    expect(sent.length).toBeLessThanOrEqual((2 * 1_200) / 60);
    const last = new Map(sent.flatMap(entriesOf).map(({ client, json }) => [client, new TextDecoder().decode(json)]));
    expect([...last.values()].filter((json) => json.includes(line.slice(0, keys)))).toHaveLength(200);
  });

  test('drops what is stale, what is about others, and what nobody has', () => {
    const { presence, told } = room();
    const [ann, ben] = [member('ann'), member('ben')];
    presence.receive(ann, [entry(1, 5, { x: 1 })]);
    told();
    presence.receive(ann, [entry(1, 5, { x: 2 }), entry(1, 4, { x: 3 })]);
    presence.receive(ben, [entry(1, 9, { x: 'forged' }), entry(1, 9, null), entry(3, 1, null)]);
    expect(told()).toEqual([]);
  });

  test('ends at the clock others know, and does not come back by an echo', () => {
    const { presence, told, leave } = room();
    const [ann, ben] = [member('ann'), member('ben')];
    presence.receive(ann, [entry(1, 5, { x: 1 })]);
    told();
    leave(ann);
    expect(told()).toEqual([{ client: 1, clock: 5, state: null }]);
    presence.receive(ben, [entry(1, 5, { x: 1 })]);
    presence.receive(ben, [entry(1, 6, { x: 1 })]);
    expect(told()).toEqual([]);
  });

  test('of a person who is back at the same clock is seen again', () => {
    const { presence, told, leave } = room();
    const peer = new Awareness(new Y.Doc());
    const before = member('ann');
    const after = member('ann');
    const apply = () => {
      for (const { client, clock, state } of told()) {
        const one = new Awareness(new Y.Doc());
        one.states.set(Number(client), state as object);
        if (state === null) one.states.delete(Number(client));
        one.meta.set(Number(client), { clock: Number(clock), lastUpdated: 0 });
        applyAwarenessUpdate(peer, encodeAwarenessUpdate(one, [Number(client)]), 'test');
        one.destroy();
      }
    };
    presence.receive(before, [entry(1, 5, { x: 1 })]);
    apply();
    expect(peer.states.get(1)).toEqual({ x: 1, user: user('ann') });
    leave(before);
    apply();
    expect(peer.states.has(1)).toBe(false);
    presence.receive(after, [entry(1, 5, { x: 1 })]);
    apply();
    expect(peer.states.get(1)).toEqual({ x: 1, user: user('ann') });
    presence.receive(after, [entry(1, 6, { x: 2 })]);
    apply();
    expect(peer.states.get(1)).toEqual({ x: 2, user: user('ann') });
    peer.destroy();
  });

  test('settles when clients echo what they are told about themselves', () => {
    const { presence, told, leave } = room();
    const ann = member('ann');
    presence.receive(ann, [entry(1, 5, { x: 1 })]);
    told();
    leave(ann);
    told();
    const again = member('ann');
    presence.receive(again, [entry(1, 5, { x: 1 })]);
    let rounds = 0;
    for (let frame = told(); frame.length > 0 && rounds < 10; frame = told()) {
      rounds++;
      presence.receive(
        again,
        frame.map(({ client, clock, state }) => entry(Number(client), Number(clock), state)),
      );
    }
    expect(rounds).toBe(1);
  });

  test('is told again when it is renewed, so that it does not expire at the others', () => {
    const { presence, told } = room();
    const ann = member('ann');
    presence.receive(ann, [entry(1, 5, { x: 1 })]);
    told();
    presence.receive(ann, [entry(1, 6, { x: 1 })]);
    expect(told()).toEqual([{ client: 1, clock: 6, state: { x: 1, user: user('ann') } }]);
  });

  test('that is too large or no JSON ends its connection', () => {
    const { presence, told, refused } = room();
    const ann = member('ann');
    expect(() => presence.receive(ann, [entry(1, 1, { x: 'y'.repeat(3_000) })])).toThrow(Failure);
    presence.receive(ann, [{ client: 1, clock: 2, json: new TextEncoder().encode('{') }]);
    expect(told()).toEqual([]);
    expect(refused).toEqual(['MALFORMED']);
  });

  test('cannot be invented for a crowd', () => {
    const { presence, told } = room();
    presence.receive(
      member('ann'),
      Array.from({ length: 500 }, (_, client) => entry(client, 1, {})),
    );
    expect(told().length).toBeLessThan(10);
  });

  test('is forgotten after a while, so that a busy board does not grow for ever', () => {
    const { presence, told, leave } = room();
    const [ann, ben] = [member('ann'), member('ben')];
    presence.receive(ann, [entry(1, 5, {})]);
    told();
    leave(ann, 1_000);
    told();
    presence.forget(2_000);
    presence.receive(ben, [entry(1, 6, {})]);
    expect(told()).toEqual([]);
    presence.forget(1_000_000);
    presence.receive(ben, [entry(1, 6, {})]);
    expect(told()).toHaveLength(1);
  });

  test('moves with anyone who comes back before their old connection was given up, not with an echo', () => {
    const { presence, told, leave } = room();
    const [old, tab, back] = [member('ann'), member('ann'), member('ann')];
    presence.receive(old, [entry(1, 3, { x: 1 })]);
    told();
    // Another tab of the same person says who it is, and then repeats what it heard.
    presence.receive(tab, [entry(2, 0, { x: 9 })]);
    presence.receive(tab, [entry(1, 3, { x: 1 })]);
    told();
    leave(tab);
    expect(told()).toEqual([{ client: 2, clock: 0, state: null }]);
    presence.receive(back, [entry(1, 3, { x: 1 })]);
    leave(old);
    expect(told()).toEqual([]);
    leave(back);
    expect(told()).toEqual([{ client: 1, clock: 3, state: null }]);
  });
});

/** JSON of so many bytes that is more when it is written anew. */
const growing = (bytes: number): Uint8Array => {
  const items = Math.floor((bytes - 8) / 5);
  return new TextEncoder().encode(`{"a":[${Array(items).fill('1e20').join(',')}]}`);
};
const longState = (length = 1_990): unknown => ({ text: 'x'.repeat(length) });

describe('presence of a crowd', () => {
  test('a state that would be larger for others than it may be ends its connection', () => {
    const { presence, told, refused } = room();
    presence.receive(member('ann'), [{ client: 1, clock: 1, json: growing(2_000) }]);
    expect(told()).toEqual([]);
    expect(refused).toEqual(['TOO_LARGE']);
  });

  test('a connection shows its newest states, not one for each id it has had', () => {
    const { presence, told } = room();
    const ann = member('ann');
    const others = new Set<number>();
    for (let client = 1; client <= 8; client++) {
      presence.receive(ann, [entry(client, 1, { client })]);
      for (const { client, state } of told()) {
        if (state === null) others.delete(Number(client));
        else others.add(Number(client));
      }
    }
    expect([...others]).toEqual([7, 8]);
    // The one it goes on with is seen, whichever that is.
    presence.receive(ann, [entry(3, 2, { back: true })]);
    expect(told().map(({ client, state }) => [client, state === null])).toContainEqual([3, false]);
  });

  test('what is said again after it had to make room is forgotten with its connection', () => {
    const { presence, told, leave } = room();
    const ann = member('ann');
    for (const client of [1, 2, 3]) presence.receive(ann, [entry(client, 1, {})]);
    told();
    leave(ann);
    told();
    expect(presence.frame()).toBeUndefined();
    presence.receive(member('ben'), [entry(1, 1, {})]);
    expect(told()).toEqual([]);
    presence.forget(1_000_000);
    presence.receive(member('ben'), [entry(1, 1, {})]);
    expect(told()).toHaveLength(1);
  });

  test('is read in parts that take few milliseconds, and arrives whole', () => {
    const { presence, sent } = room();
    const people = Array.from({ length: 300 }, (_, i) => member(`p${i}`));
    for (const [i, one] of people.entries()) presence.receive(one, [entry(i, 1, longState())]);
    vi.advanceTimersByTime(1_000);
    for (const frame of sent) expect(frame.length).toBeLessThan(96 * 1024);
    expect(sent.flatMap(entriesOf).filter(({ json }) => json.length > 4)).toHaveLength(300);
  });

  test('one person shows so much, whatever they open, and anyone who comes is sent no more than a line takes', () => {
    const { presence, told } = room();
    const clientsOf = (n: number): number[] => [2 * n, 2 * n + 1];
    for (let n = 0; n < 1_200; n++) {
      const line = member(`guest${n % 30}`);
      for (const client of clientsOf(n)) presence.receive(line, [entry(client, 1, longState())]);
    }
    for (let n = 0; n < 40; n++) told();
    const shown = entriesOf(presence.frame() ?? new Uint8Array());
    const of = new Map<string, number>();
    for (const { json } of shown) {
      const { user } = JSON.parse(new TextDecoder().decode(json));
      of.set(user.id, (of.get(user.id) ?? 0) + json.length);
    }
    for (const bytes of of.values()) expect(bytes).toBeLessThanOrEqual(64 * 1024);
    expect(of.size).toBe(30);
    expect(presence.frame()?.length).toBeLessThan(1.1 * 1024 * 1024);
    expect(presence.frame()).toBe(presence.frame());
    // Those who show much make room for those who show little.
    presence.receive(member('owner'), [entry(9_999, 1, { cursor: [1, 2] })]);
    expect(told().map(({ client }) => client)).toContain(9_999);
  });

  test('of a person who says very much all the time others read only so much of it, and everybody else at once', () => {
    const { presence, sent } = room();
    const lines = Array.from({ length: 16 }, () => member('eve'));
    const ann = member('ann');
    let bytes = 0;
    let seen = 0;
    for (let round = 1; round <= 100; round++) {
      for (const [i, line] of lines.entries()) presence.receive(line, [entry(i, round, longState(1_900 + round))]);
      presence.receive(ann, [entry(99, round, { round })]);
      vi.advanceTimersByTime(100);
      for (const { client, json } of sent.splice(0).flatMap(entriesOf)) {
        if (client === 99) seen++;
        else bytes += json.length;
      }
    }
    expect(seen).toBe(100);
    // Ten seconds' worth, what may come at once, and one round on credit.
    expect(bytes).toBeLessThan((10 * 128 + 256 + 64) * 1024);
    expect(bytes).toBeGreaterThan(1_000 * 1024);
  });
});
