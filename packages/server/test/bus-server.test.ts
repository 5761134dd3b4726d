import { expect, test } from 'vitest';
import { ConfigError } from '../src/config/config.ts';
import { redisUrl } from '../src/config/redis-url.ts';
import { person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { spawnServer } from './support/process.ts';
import { ownRedis, sharedRedis } from './support/redis.ts';
import { newFolder, serve } from './support/server.ts';

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
  expect(text).toMatch(/gesso_bus_sent_total\{way="redis",kind="opened"\} [1-9]/);
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

test('an address that is none is refused without being told', () => {
  expect(() => redisUrl('redis://:secret@host/name', 'REDIS_URL', '/')).toThrow(
    'REDIS_URL should look like redis://user:password@host:6379, or rediss:// for TLS.',
  );
});
