import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createClient } from '@redis/client';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import type { Present, Traffic } from '../src/bus/bus.ts';
import { installationOf } from '../src/bus/cluster.ts';
import { createRedisWay } from '../src/bus/redis.ts';
import { systemTimers } from '../src/timers.ts';
import {
  type ClusterServer,
  createAccount,
  cuttable,
  heardBy,
  joinServer,
  meet,
  type Said,
  type Server,
} from './support/bus.ts';
import { newSchema, ownPostgres } from './support/postgres.ts';
import { ownRedis, sharedRedis } from './support/redis.ts';
import { afterThis } from './support/server.ts';

const frame = Uint8Array.of(1, 2, 3);
/** For what is looked at again and again, on a machine that may be busy with others. */
const patient = { timeout: 25_000 };

const isStored = (upTo: number) => (said: Said) => said.what === 'stored' && said.upTo === upTo;
const isLive = ({ what }: Said): boolean => what === 'live';
const isOpened = ({ what }: Said): boolean => what === 'opened';

/** What happens at all of some servers, next. */
const nextAt = (servers: readonly ClusterServer[], event: string): Promise<unknown> =>
  Promise.all(servers.map(({ events }) => events.until((entry) => entry === event, events.all.length)));

const way = ({ bus }: Server, name: Traffic['name']): Traffic => {
  const found = bus.ways.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no way by ${name}`);
  return found;
};

const asking = async (url: string) => {
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  afterThis(() => client.destroy());
  return client;
};

const querying = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  afterThis(() => client.end().catch(() => undefined));
  return client;
};

describe('while Redis is away', () => {
  test('the database carries hints and orders; when it is back, everything goes over it, and everybody is asked who is there', async () => {
    const redis = await ownRedis();
    const installation = { secret: randomBytes(32), redis: redis.url, postgres: await newSchema() };
    const servers = await Promise.all([joinServer(installation), joinServer(installation)]);
    const [one, other] = servers;
    await meet('board', one, other);
    one.bus.live('board', frame);
    await other.heard.until(isLive);

    const gone = nextAt(servers, 'redis down');
    await redis.crash();
    await gone;
    expect(servers.map((server) => [server.bus.connected, way(server, 'redis').connected])).toEqual([
      [true, false],
      [true, false],
    ]);
    one.bus.live('board', frame);
    one.bus.stored('board', 5);
    one.bus.order({ order: 'close', code: 'REVOKED', whom: { of: 'link', link: 'link-1' } });
    await other.heard.until(isStored(5));
    await other.heard.until((said) => said.what === 'order' && said.order.order === 'close');
    expect(other.heard.all.filter(isLive)).toHaveLength(1);
    expect(way(one, 'redis').dropped.get('live away')).toBe(1);

    const asked = servers.map(({ heard }) => heard.until(isOpened, heard.all.length));
    const back = nextAt(servers, 'redis up');
    await redis.start();
    await Promise.all([back, ...asked]);
    expect(way(one, 'redis')).toMatchObject({ connected: true, reconnects: 1 });
    // Who has not heard of the other yet since then has nobody to show anything.
    await meet('board', one, other);
    const before = other.heard.all.length;
    one.bus.live('board', frame);
    await other.heard.until(isLive, before);
  });

  test('what it has not taken is told by the database', async () => {
    const redis = await ownRedis();
    const installation = { secret: randomBytes(32), redis: redis.url, postgres: await newSchema() };
    const servers = await Promise.all([joinServer(installation), joinServer(installation)]);
    const [one, other] = servers;
    await meet('board', one, other);
    const gone = nextAt(servers, 'redis down');
    // Told to a connection that is about to end.
    const crashed = redis.crash();
    for (let upTo = 1; upTo <= 200; upTo++) one.bus.stored('board', upTo);
    await crashed;
    await gone;
    await other.heard.until(isStored(200));
  });

  test('for one server alone, the others tell it by the database as well', async () => {
    const postgres = await newSchema();
    const redis = await sharedRedis();
    const secret = randomBytes(32);
    const path = await cuttable(redis);
    const one = await joinServer({ secret, redis: path.url, postgres });
    const other = await joinServer({ secret, redis, postgres });
    await meet('board', one, other);
    const gone = nextAt([one], 'redis down');
    path.cut();
    await gone;
    await vi.waitFor(() => expect(way(other, 'postgres').received.get('away')).toBeGreaterThan(0), patient);
    other.bus.stored('board', 9);
    other.bus.live('board', frame);
    await one.heard.until(isStored(9));
    one.bus.stored('board', 10);
    await other.heard.until(isStored(10));
    expect(way(other, 'redis').connected).toBe(true);
    const back = nextAt([one], 'redis up');
    path.mend();
    await back;
    await meet('board', one, other);
    other.bus.live('board', frame);
    await one.heard.until(isLive);
  });

  test('one that accepts connections and says nothing is given up, and tried again', async () => {
    const accepted = createAccount<string>();
    const silent = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => accepted.add('greeted'));
      socket.once('close', () => accepted.add('given up'));
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    afterThis(() => silent.close());
    const { port } = silent.address() as { readonly port: number };
    const nothing = (): void => undefined;
    const redis = createRedisWay({
      url: `redis://127.0.0.1:${port}`,
      from: 'here',
      installation: 'test',
      timers: { ...systemTimers, afterIdle: (ms, work) => systemTimers.afterIdle(ms / 20, work) },
      events: { onHeard: nothing, onUp: nothing, onFollows: nothing, onDown: nothing, onLost: nothing },
    });
    expect(await redis.first).toBeInstanceOf(Error);
    await accepted.until((event) => event === 'given up');
    await accepted.until((event) => event === 'greeted', accepted.all.indexOf('given up'));
    expect(redis.connected).toBe(false);
    await redis.close();
  });

  test('a server begins without it, and takes it up when it comes', async () => {
    const redis = await ownRedis();
    const installation = { secret: randomBytes(32), redis: redis.url, postgres: await newSchema() };
    await redis.crash();
    const joined = Promise.all([joinServer(installation), joinServer(installation)]);
    await redis.start();
    const [one, other] = await joined;
    await meet('board', one, other);
    one.bus.live('board', frame);
    await other.heard.until(isLive);
  });
});

test('a Redis that is emptied loses nothing', async () => {
  const redis = await ownRedis();
  const installation = { secret: randomBytes(32), redis: redis.url, postgres: await newSchema() };
  const [one, other] = await Promise.all([joinServer(installation), joinServer(installation)]);
  await meet('board', one, other);
  const client = await asking(redis.url);
  await client.sendCommand(['FLUSHALL']);
  expect(await client.sendCommand(['DBSIZE'])).toBe(0);
  one.bus.live('board', frame);
  other.bus.stored('board', 2);
  await other.heard.until(isLive);
  await one.heard.until(isStored(2));
  expect([one, other].flatMap(({ events }) => events.all.filter((event) => event.endsWith('down')))).toEqual([]);
});

test('a user of Redis needs no more than the documentation says', async () => {
  const redis = await ownRedis();
  const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  const [, rule = ''] = /`ACL SETUSER gesso on >password ([^`]+)`/.exec(page) ?? [];
  const admin = await asking(redis.url);
  await admin.sendCommand(['ACL', 'SETUSER', 'gesso', 'on', '>password', ...rule.split(' ')]);
  const own = new URL(redis.url);
  own.username = 'gesso';
  own.password = 'password';
  own.pathname = '/1';
  const installation = { secret: randomBytes(32), redis: own.href };
  const [one, other] = await Promise.all([joinServer(installation), joinServer(installation)]);
  await meet('board', one, other);
  other.bus.closed('board');
  one.bus.order({ order: 'close', code: 'REVOKED', whom: { of: 'everybody' } });
  await other.heard.until((said) => said.what === 'order' && said.order.order === 'close');
  expect(way(one, 'redis')).toMatchObject({ connected: true, reconnects: 0 });
  await one.bus.close();
});

describe('while the database is away', () => {
  test('its connections are made again, and who was cut off is told the newest', async () => {
    const postgres = await ownPostgres();
    const installation = { secret: randomBytes(32), postgres: postgres.url };
    const servers = await Promise.all([joinServer(installation), joinServer(installation)]);
    const [one, other] = servers;
    await meet('board', one, other);
    const [gone, back] = [nextAt(servers, 'postgres down'), nextAt(servers, 'postgres up')];
    const client = await querying(postgres.url);
    const bus = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gesso (bus)'";
    expect((await client.query(bus)).rowCount).toBe(2);
    await gone;
    await back;
    one.bus.stored('board', 3);
    await other.heard.until(isStored(3));

    const [crashed, up] = [nextAt(servers, 'postgres down'), nextAt(servers, 'postgres up')];
    await postgres.crash();
    await crashed;
    expect(one.bus.connected).toBe(false);
    for (let upTo = 4; upTo <= 100; upTo++) one.bus.stored('board', upTo);
    await postgres.start();
    await up;
    // The other one may listen again only when it was told: who comes back asks, and what is newest is told then.
    await vi.waitFor(() => {
      one.bus.stored('board', 100);
      expect(other.heard.all.some(isStored(100))).toBe(true);
    }, patient);
    expect(way(one, 'postgres')).toMatchObject({ connected: true, reconnects: 2 });
  });

  test('Redis carries everything', async () => {
    const postgres = await ownPostgres();
    const installation = { secret: randomBytes(32), redis: await sharedRedis(), postgres: postgres.url };
    const servers = await Promise.all([joinServer(installation), joinServer(installation)]);
    const [one, other] = servers;
    await meet('board', one, other);
    const gone = nextAt(servers, 'postgres down');
    await postgres.crash();
    await gone;
    one.bus.stored('board', 3);
    one.bus.live('board', frame);
    await other.heard.until(isLive);
    await other.heard.until(isStored(3));
    expect(one.bus.connected).toBe(true);
  });
});

test('two installations on one Redis and one database hear nothing of each other', async () => {
  const ways = { redis: await sharedRedis(), postgres: await newSchema() };
  for (const which of [{ redis: ways.redis }, { postgres: ways.postgres }]) {
    const [ours, theirs] = [randomBytes(32), randomBytes(32)];
    const [one, other] = await Promise.all([ours, ours].map((secret) => joinServer({ ...which, secret })));
    const stranger = await joinServer({ ...which, secret: theirs });
    if (one === undefined || other === undefined) throw new Error('too few servers');
    stranger.bus.opened('board');
    await meet('board', one, other);
    stranger.bus.stored('board', 1);
    stranger.bus.order({ order: 'close', code: 'REVOKED', whom: { of: 'everybody' } });
    one.bus.stored('board', 2);
    await other.heard.until(isStored(2));
    expect(heardBy(other)).toEqual([{ what: 'stored', board: 'board', upTo: 2 }]);
    expect(stranger.heard.all).toEqual([]);
  }
});

const crowd = (count: number): readonly Present[] =>
  Array.from({ length: count }, (_, n) => ({
    person: { id: `person-${n}`, name: 'Somebody with a name', color: '#112233' },
    role: 'viewer',
  }));

describe('what is too large', () => {
  test('for the database is counted, and what comes after it is told', async () => {
    const installation = { secret: randomBytes(32), postgres: await newSchema() };
    const [one, other] = await Promise.all([joinServer(installation), joinServer(installation)]);
    await meet('board', one, other);
    one.bus.people('board', crowd(1_000));
    one.bus.stored('board', 1);
    await other.heard.until(isStored(1));
    expect(other.heard.all.some(({ what }) => what === 'people')).toBe(false);
    expect(way(one, 'postgres').dropped.get('people large')).toBe(1);
    one.bus.people('board', crowd(40));
    await other.heard.until(({ what }) => what === 'people');
  });

  test('for anything is counted', async () => {
    const installation = { secret: randomBytes(32), redis: await sharedRedis() };
    const [one, other] = await Promise.all([joinServer(installation), joinServer(installation)]);
    await meet('board', one, other);
    one.bus.presence('board', new Uint8Array(5 * 1024 * 1024));
    one.bus.presence('board', new Uint8Array(1024 * 1024));
    const heard = await other.heard.until(({ what }) => what === 'presence');
    expect(heard).toMatchObject({ frame: { length: 1024 * 1024 } });
    expect(way(one, 'redis').dropped.get('presence large')).toBe(1);
  });
});

test('what a stranger says on the channels is counted, and nothing else comes of it', async () => {
  const secret = randomBytes(32);
  const ways = { redis: await sharedRedis(), postgres: await newSchema() };
  const [one, other] = await Promise.all([joinServer({ secret, ...ways }), joinServer({ secret, ...ways })]);
  await meet('board', one, other);
  const name = installationOf(secret);
  const [redis, database] = [await asking(ways.redis), await querying(ways.postgres)];
  const garbage = ['', 'hello', '\u0000\u0001', '{"order":"close"}', '\u0001\u0006\u0000\u0000{}', 'x'.repeat(100_000)];
  for (const text of garbage)
    for (const channel of [`gesso:${name}:all`, `gesso:${name}:board:board`])
      expect(await redis.sendCommand(['PUBLISH', channel, Buffer.from(text)])).toBe(2);
  for (const text of ['', 'hello', '{"a":1}', ' '.repeat(1_000)])
    await database.query('SELECT pg_notify($1, $2)', [`gesso_${name}`, text]);
  const refused = (traffic: Traffic): number =>
    [...traffic.dropped].reduce((sum, [what, times]) => sum + (what.startsWith('? ') ? times : 0), 0);
  await vi.waitFor(() => expect(refused(way(other, 'postgres'))).toBeGreaterThanOrEqual(4), patient);
  one.bus.stored('board', 8);
  await other.heard.until(isStored(8));
  expect(refused(way(other, 'redis'))).toBe(2 * garbage.length);
  expect(heardBy(other)).toEqual([{ what: 'stored', board: 'board', upTo: 8 }]);
  expect([...other.events.all].sort()).toEqual(['postgres up', 'redis up']);
});

test('a listener that throws is told of, and others hear all the same', async () => {
  const installation = { secret: randomBytes(32), redis: await sharedRedis() };
  const [one, other] = await Promise.all([joinServer(installation), joinServer(installation)]);
  const bad = (): never => {
    throw new Error('not today');
  };
  const late = other.bus.listen({ stored: bad, live: bad, presence: bad, people: bad, opened: bad, order: bad });
  await meet('board', one, other);
  one.bus.stored('board', 1);
  await other.heard.until(isStored(1));
  late();
  one.bus.stored('board', 2);
  await other.heard.until(isStored(2));
  expect(other.events.all).toContain('Error: not today');
  expect(way(other, 'redis').reconnects).toBe(0);
});
