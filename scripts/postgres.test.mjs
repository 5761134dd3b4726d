import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { findPrograms, noPostgres, placesOf, startOwn, startPostgres } from './postgres.mjs';

const nothingRuns = () => Promise.resolve(1);

/** A folder with programs that say they are of a version. */
const programs = (version) => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-programs-'));
  for (const name of ['initdb', 'postgres'])
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`, { mode: 0o755 });
  return folder;
};

beforeEach(() => vi.stubEnv('TEST_POSTGRES_URL', ''));
afterEach(() => vi.unstubAllEnvs());

describe('finding PostgreSQL', () => {
  test('where there is none and none can be installed ends with one sentence that says what to do', async () => {
    const places = [
      { name: 'nowhere', find: () => undefined },
      { name: 'refused', find: () => undefined, install: () => Promise.reject(new Error('no network')) },
      { name: 'not allowed', find: () => undefined, may: () => false, install: () => expect.unreachable() },
    ];
    await expect(findPrograms(places)).rejects.toThrow(noPostgres);
    expect(noPostgres.split('. ')).toHaveLength(1);
  });

  test('takes what is on the PATH, and passes over what is too old or does not start', async () => {
    const good = programs('16.4');
    vi.stubEnv('PATH', [programs('13.9'), programs(''), good, process.env.PATH].join(':'));
    expect(await findPrograms(placesOf(nothingRuns))).toEqual({
      folder: good,
      found: `system: PostgreSQL 16 in ${good}`,
    });
  });

  test('takes what is installed when nothing was there', async () => {
    let folder;
    const places = [
      {
        name: 'package',
        find: () => folder,
        install: async () => {
          folder = programs('15.1');
        },
      },
    ];
    expect(await findPrograms(places)).toMatchObject({ found: `package, just installed: PostgreSQL 15 in ${folder}` });
  });

  test('takes the one that TEST_POSTGRES_URL names, and tells of it without its password', async () => {
    vi.stubEnv('TEST_POSTGRES_URL', 'postgres://me:secret@db.example:5433/test');
    const { url, found } = await startPostgres(nothingRuns, []);
    expect([url, found]).toEqual(['postgres://me:secret@db.example:5433/test', 'TEST_POSTGRES_URL: db.example:5433']);
    vi.stubEnv('TEST_POSTGRES_URL', 'db.example');
    await expect(startPostgres(nothingRuns, [])).rejects.toThrow('TEST_POSTGRES_URL should look like');
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

describe('a PostgreSQL of its own', () => {
  test('is stopped, started again, and gone', async () => {
    const { folder } = await findPrograms(placesOf(nothingRuns));
    const own = await startOwn(folder);
    expect(await isOpen(own.url)).toBe(true);
    await own.crash();
    expect(await isOpen(own.url)).toBe(false);
    await own.start();
    expect(await isOpen(own.url)).toBe(true);
    await own.remove();
    expect(await isOpen(own.url)).toBe(false);
  });

  test('is followed by another, which takes its place when it has stopped', async () => {
    const { folder } = await findPrograms(placesOf(nothingRuns));
    const own = await startOwn(folder);
    const other = await own.copy();
    expect(await isOpen(other.url)).toBe(true);
    await own.stop();
    expect(await isOpen(own.url)).toBe(false);
    await other.promote();
    await own.remove();
    expect(await isOpen(other.url)).toBe(true);
    await other.remove();
    expect(await isOpen(other.url)).toBe(false);
  });

  test('ends with the process that started it', async () => {
    const { folder } = await findPrograms(placesOf(nothingRuns));
    const script = `
      import { startOwn } from ${JSON.stringify(new URL('./postgres.mjs', import.meta.url).href)};
      const { url } = await startOwn(${JSON.stringify(folder)});
      console.log(url);
      process.kill(process.pid, 'SIGKILL');`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const url = stdout.trim();
    expect(URL.canParse(url)).toBe(true);
    await vi.waitFor(async () => expect(await isOpen(url)).toBe(false), { timeout: 20_000 });
  });
});

test('one is lent to the tests of a run', async () => {
  const answer = await fetch(inject('postgres'));
  expect(URL.canParse(await answer.text())).toBe(true);
});
