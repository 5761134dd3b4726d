import { describe, expect, test } from 'vitest';
import { systemTimers, type Timers } from '../timers.ts';
import { KiB } from '../units.ts';
import type { Present } from './bus.ts';
import { encodeMessage, type Message } from './messages.ts';
import { createRedisWay } from './redis.ts';
import type { RedisConnectionDeps } from './redis-connection.ts';
import { redisTrouble } from './redis-error.ts';

/** A Redis of which the test says when it takes what was published, and how many have heard it. */
const world = async () => {
  let now = 0;
  const timers: Timers = { ...systemTimers, elapsed: () => now };
  const published: { readonly channel: string; readonly taken: (listeners: number) => void }[] = [];
  const lost: Message[] = [];
  let hear: RedisConnectionDeps['onMessage'] = () => undefined;
  const way = createRedisWay({
    url: 'redis://nowhere',
    from: 'here',
    installation: 'test',
    timers,
    events: {
      onHeard: () => undefined,
      onUp: () => undefined,
      onFollows: () => undefined,
      onDown: () => undefined,
      onLost: (message) => lost.push(message),
    },
    async connect({ onMessage }) {
      hear = onMessage;
      return {
        ask: async () => undefined,
        end: async () => {
          for (const { taken } of published) taken(-1);
        },
        subscribe: async () => undefined,
        unsubscribe: async () => undefined,
        publish: (channel) =>
          new Promise((resolve, reject) => {
            const taken = (listeners: number) => (listeners < 0 ? reject(new Error('cut')) : resolve(listeners));
            published.push({ channel, taken });
          }),
      };
    },
  });
  await way.first;
  way.follow('board');
  const bytesOf = (message: Message, from: string): Buffer => encodeMessage(from, message) ?? Buffer.alloc(0);
  return {
    way,
    published,
    lost,
    tell: (message: Message): boolean => way.tell(message, bytesOf(message, 'here')),
    hear: (message: Message): void => hear(bytesOf(message, 'there')),
    /** All that was published is taken, and has been heard by so many. */
    async take(listeners: number): Promise<void> {
      for (const { taken } of published) taken(listeners);
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass(ms: number): void {
      now += ms;
    },
  };
};

const stored: Message = { kind: 'stored', board: 'board', upTo: 1 };
const live = (bytes: number): Message => ({ kind: 'live', board: 'board', frame: new Uint8Array(bytes) });

describe('what Redis does not take', () => {
  test('is kept from it beyond a bound: what is shown for a moment first', async () => {
    const { way, tell, take, published } = await world();
    for (let n = 0; n < 40; n++) tell(live(64 * KiB));
    expect(published).toHaveLength(8);
    expect(way.dropped.get('live full')).toBe(32);
    expect(tell(stored)).toBe(true);
    const ann: Present = { person: { id: 'ann', name: 'Ann', color: '#112233' }, role: 'editor' };
    const people: Message = { kind: 'people', board: 'board', people: Array.from({ length: 1_000 }, () => ann) };
    for (let n = 0; n < 1_000 && tell(people); n++);
    expect(way.dropped.get('people full')).toBe(1);
    await take(2);
    expect(tell(live(1))).toBe(true);
    await way.close();
  });

  test('is handed back, to be told another way', async () => {
    const { way, tell, take, lost } = await world();
    tell(stored);
    tell(live(1));
    await take(-1);
    expect(lost).toEqual([stored, live(1)]);
    expect(way.connected).toBe(false);
    expect(tell(stored)).toBe(false);
    await way.close();
  });
});

describe('what is shown for a moment', () => {
  test('is not told where nobody else has the board open, and is as soon as somebody has', async () => {
    const { way, tell, take, hear, pass, published } = await world();
    tell(live(1));
    await take(1);
    expect(tell(live(1))).toBe(true);
    expect(published).toHaveLength(1);
    // Hints always are: they count who hears.
    tell(stored);
    await take(1);
    tell(live(1));
    expect(published).toHaveLength(2);
    hear({ kind: 'opened', board: 'board' });
    tell(live(1));
    expect(published).toHaveLength(3);
    // In a cluster of Redis those at other nodes are heard and not counted.
    await take(1);
    tell(live(1));
    expect(published).toHaveLength(4);
    await take(1);
    pass(60_000);
    tell(live(1));
    expect(published).toHaveLength(4);
    tell(stored);
    await take(2);
    tell(live(1));
    expect(published).toHaveLength(6);
    await way.close();
  });
});

describe('why Redis cannot be used', () => {
  test.each([
    [new Error('WRONGPASS invalid username-password pair or user is disabled.'), true, /correct them/],
    [new Error('NOAUTH HELLO must be called with the client already authenticated'), true, /asks for a password/],
    [new Error("NOPERM this user has no permissions to run the 'publish' command"), true, /ACL SETUSER/],
    [
      new Error('ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `me`, `secret`'),
      true,
      /7 or newer/,
    ],
    [new Error('NOPROTO unsupported protocol version'), true, /7 or newer/],
    [new Error('ERR max number of clients reached'), false, /cannot be reached/],
    [new Error('LOADING Redis is loading the dataset in memory'), false, /starting/],
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), false, /Nothing listens/],
    [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), false, /not known/],
    [Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), true, /encrypted/],
    [Object.assign(new Error('write EPIPE secret'), { code: 'EPIPE' }), false, /\(EPIPE\)/],
    ['secret', false, /cannot be reached/],
  ])('is one sentence: %s', (error, isLasting, sentence) => {
    const trouble = redisTrouble(error, 'redis.example:6379');
    expect(trouble).toEqual({ isLasting, sentence: expect.stringMatching(sentence) });
    expect(trouble.sentence).toContain('redis.example:6379');
    expect(trouble.sentence).not.toContain('secret');
  });
});
