import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';
import { createClient } from '@redis/client';
import { expect, test, vi } from 'vitest';
import { ConfigError } from '../src/config/config.ts';
import { redisUrl } from '../src/config/redis-url.ts';
import { newCertificate } from './support/certificate.ts';
import { person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { spawnServer } from './support/process.ts';
import { ownRedis, sharedRedis } from './support/redis.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

const metricsOf = async (url: string): Promise<string> => (await person(url).get('/metrics')).text;

test('a server with Redis says so, and shows in its metrics what goes over it', async () => {
  const redis = await sharedRedis();
  const server = await serve({ DATABASE_URL: await newSchema(), REDIS_URL: redis });
  const ann = person(server.url);
  const board = await ann.makesBoard('Plan');
  const line = await ann.connects(board.id);
  await line.hears('step1');
  const text = await metricsOf(server.url);
  expect(text).toContain('gesso_bus_connected{way="redis"} 1');
  expect(text).toContain('gesso_bus_connected{way="postgres"} 1');
  expect(text).toContain('gesso_bus_reconnects_total{way="redis"} 0');
  // Told when Redis has said that the board is heard of.
  await vi.waitFor(
    async () => expect(await metricsOf(server.url)).toMatch(/gesso_bus_sent_total\{way="redis",kind="opened"\} [1-9]/),
    { timeout: 25_000 },
  );
});

test('a server without other servers shows nothing of them', async () => {
  const server = await serve();
  expect(await metricsOf(server.url)).not.toContain('gesso_bus_connected{');
});

test('a server begins while Redis is away, and tells the operator without a password', {
  timeout: 90_000,
}, async () => {
  const redis = await ownRedis();
  await redis.crash();
  const url = await newSchema();
  const server = spawnServer({ DATABASE_URL: url, REDIS_URL: redis.url, DATA_DIR: newFolder() });
  const address = await server.url;
  expect(await metricsOf(address)).toContain('gesso_bus_connected{way="redis"} 0');
  const place = new URL(redis.url).host;
  expect(server.output()).toContain(`Nothing listens where Redis should be (${place})`);
  expect(server.output()).toContain(`Redis: ${place}`);
  expect(server.output()).not.toContain(new URL(redis.url).password);
  server.child.kill('SIGTERM');
  await server.exit;
});

test('a Redis that does not take the password ends the start with one sentence, without it', async () => {
  const wrong = new URL((await ownRedis()).url);
  wrong.password = 'a-wrong-one';
  const started = serve({ DATABASE_URL: await newSchema(), REDIS_URL: wrong.href });
  const said = await started.then(
    () => '',
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    },
  );
  expect(said).toMatch(/^Redis on .* does not take the user and password of REDIS_URL: correct them\.$/);
  expect(said).not.toContain('a-wrong-one');
});

/** A Redis with a user of few rights, which the test may change. */
const withUser = async (...rights: readonly string[]) => {
  const { url } = await ownRedis();
  const admin = createClient({ url });
  admin.on('error', () => undefined);
  await admin.connect();
  afterThis(() => admin.destroy());
  const allow = (...more: readonly string[]) => admin.sendCommand(['ACL', 'SETUSER', 'gesso', ...more]);
  await allow('on', '>a-password', 'resetchannels', ...rights);
  const own = new URL(url);
  own.username = 'gesso';
  own.password = 'a-password';
  return { url: own.href, allow };
};

const few = ['&gesso:*', '+hello', '+ping', '+select', '+publish', '+subscribe', '+unsubscribe'];
const notAllowed =
  /^The user of REDIS_URL may not hear, or not publish on, the channels of Gesso on [\d.:]+: allow it \(ACL SETUSER .*\+publish/;

test.each([
  ['publish', few.filter((right) => right !== '+publish')],
  ['hear', few.filter((right) => right !== '+subscribe')],
  ['use the channels', ['&other:*', ...few.slice(1)]],
])('a Redis whose user may not %s ends the start with what to allow', async (_what, rights) => {
  const { url } = await withUser(...rights);
  const started = serve({ DATABASE_URL: await newSchema(), REDIS_URL: url });
  await expect(started).rejects.toThrow(notAllowed);
  await expect(started).rejects.toBeInstanceOf(ConfigError);
});

test('a Redis user of few rights is enough, and one who loses the right to publish is told of once', async () => {
  const { url, allow } = await withUser(...few);
  const warned: string[] = [];
  const log = { info: () => {}, error: () => {}, warn: (_facts: object, message: string) => warned.push(message) };
  const server = await serve({ DATABASE_URL: await newSchema(), REDIS_URL: url }, { log });
  expect(await metricsOf(server.url)).toContain('gesso_bus_connected{way="redis"} 1');
  await allow('-publish');
  const ann = person(server.url);
  const board = await ann.makesBoard('Plan');
  await (await ann.connects(board.id)).hears('step1');
  await vi.waitFor(() => expect(warned).toContainEqual(expect.stringMatching(notAllowed)), { timeout: 25_000 });
  await allow('+publish');
  await vi.waitFor(() => expect(warned).toContain('Redis tells other servers again'), { timeout: 25_000 });
  expect(warned.filter((message) => notAllowed.test(message))).toHaveLength(1);
});

/** Redis behind TLS with a certificate of its own, as `rediss://`; the path of that certificate. */
const behindTls = async (target: string) => {
  const { cert, key } = newCertificate(7);
  const { hostname, port } = new URL(target);
  const server = createServer({ cert, key }, (socket) => {
    const other = createConnection(Number(port), hostname);
    for (const [each, peer] of [
      [socket, other],
      [other, socket],
    ] as const) {
      each.on('error', () => undefined);
      each.on('close', () => peer.destroy());
    }
    socket.pipe(other).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThis(() => server.close());
  const url = new URL(target);
  url.port = String((server.address() as { readonly port: number }).port);
  const file = path.join(newFolder(), 'ca.pem');
  writeFileSync(file, cert);
  return { url: url.href.replace(/^redis:/, 'rediss:'), file };
};

test('Redis is reached by TLS, where its certificate is known', { timeout: 90_000 }, async () => {
  const { url, file } = await behindTls(await sharedRedis());
  const database = await newSchema();
  await expect(serve({ DATABASE_URL: database, REDIS_URL: url })).rejects.toThrow(
    /^The connection to Redis on 127.0.0.1:\d+ cannot be encrypted, or it is not the one it says it is: .*NODE_EXTRA_CA_CERTS/,
  );
  const env = { DATABASE_URL: database, REDIS_URL: url, DATA_DIR: newFolder(), NODE_EXTRA_CA_CERTS: file };
  const server = spawnServer(env);
  expect(await metricsOf(await server.url)).toContain('gesso_bus_connected{way="redis"} 1');
});

test('an address that is none is refused without being told', () => {
  expect(() => redisUrl('redis://:secret@host/name', 'REDIS_URL', '/')).toThrow(
    'REDIS_URL should look like redis://user:password@host:6379, or rediss:// for TLS.',
  );
});
