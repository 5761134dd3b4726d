import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { findProgram, noRedis, placesOf, startOwn, startRedis } from './redis.mjs';

const nothingRuns = () => Promise.resolve(1);

/** A folder with a program that says this when it is asked for its version. */
const programs = (name, says) => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-programs-'));
  writeFileSync(join(folder, name), `#!/bin/sh\necho "${says}"\n`, { mode: 0o755 });
  return folder;
};

beforeEach(() => vi.stubEnv('TEST_REDIS_URL', ''));
afterEach(() => vi.unstubAllEnvs());

describe('finding Redis', () => {
  test('where there is none and none can be installed ends with one sentence that says what to do', async () => {
    const places = [
      { name: 'nowhere', find: () => undefined },
      { name: 'refused', find: () => undefined, install: () => Promise.reject(new Error('no network')) },
    ];
    await expect(findProgram(places)).rejects.toThrow(noRedis);
    expect(noRedis.split('. ')).toHaveLength(1);
  });

  test.each([
    ['redis-server', 'Redis server v=7.2.5 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', 'Redis 7.2.5'],
    ['valkey-server', 'Server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', 'Valkey 8.0.1'],
  ])('takes %s on the PATH, and passes over what is too old or does not start', async (name, says, described) => {
    const good = programs(name, says);
    const old = programs('redis-server', 'Redis server v=6.2.14 sha=00000000:0');
    vi.stubEnv('PATH', [old, programs('redis-server', ''), good, '/bin'].join(':'));
    expect(await findProgram(placesOf(nothingRuns))).toEqual({
      path: join(good, name),
      found: `system: ${described} in ${join(good, name)}`,
    });
  });

  test('takes the one that TEST_REDIS_URL names, and tells of it without its password', async () => {
    vi.stubEnv('TEST_REDIS_URL', 'redis://me:secret@redis.example:6380');
    const { url, found } = await startRedis(nothingRuns, []);
    expect([url, found]).toEqual(['redis://me:secret@redis.example:6380', 'TEST_REDIS_URL: redis.example:6380']);
    vi.stubEnv('TEST_REDIS_URL', 'redis.example');
    await expect(startRedis(nothingRuns, [])).rejects.toThrow('TEST_REDIS_URL should look like');
  });
});

const isOpen = (url) =>
  new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });

// The one of all tests is found or installed before.
const program = async () => {
  await fetch(inject('redis'));
  return (await findProgram(placesOf(nothingRuns))).path;
};

describe('a Redis of its own', () => {
  test('is stopped, started again, and gone', async () => {
    const own = await startOwn(await program());
    expect(await isOpen(own.url)).toBe(true);
    await own.crash();
    expect(await isOpen(own.url)).toBe(false);
    await own.start();
    expect(await isOpen(own.url)).toBe(true);
    await own.remove();
    expect(await isOpen(own.url)).toBe(false);
  });

  test('ends with the process that started it', async () => {
    const script = `
      import { startOwn } from ${JSON.stringify(new URL('./redis.mjs', import.meta.url).href)};
      const { url } = await startOwn(${JSON.stringify(await program())});
      console.log(url);
      process.kill(process.pid, 'SIGKILL');`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const url = stdout.trim();
    expect(URL.canParse(url)).toBe(true);
    await vi.waitFor(async () => expect(await isOpen(url)).toBe(false), { timeout: 20_000 });
  });
});

test('one is lent to the tests of a run', async () => {
  const answer = await fetch(inject('redis'));
  expect(URL.canParse(await answer.text())).toBe(true);
});
