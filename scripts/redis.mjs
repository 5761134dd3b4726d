/** Finds a Redis or Valkey for the tests and starts one in a temporary folder, or installs it. Says where it came from; never skips silently. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { findInPlaces, freePort, runUntilReady, systemThenPackage } from './programs.mjs';

/** The oldest version the server works with; Valkey begins above it. */
const oldest = 7;

/** What a person without Redis is told: one sentence with two ways on. */
export const noRedis =
  `No Redis ${oldest} or newer and no Valkey is here and none could be installed: install one (on Debian: apt-get install redis-server), ` +
  'or set TEST_REDIS_URL to the address of one that tests may use.';

const names = ['redis-server', 'valkey-server'];

/** What a program says it is, such as `Redis 7.0.15`; undefined where it does not start or is too old. */
const versionOf = (program) => {
  const { status, stdout } = spawnSync(program, ['--version'], { timeout: 20_000, encoding: 'utf8' });
  const [, version, major] = /\bv=((\d+)[.\d]*)/.exec(stdout ?? '') ?? [];
  if (status !== 0 || !(Number(major) >= oldest)) return undefined;
  return `${/valkey/i.test(program + stdout) ? 'Valkey' : 'Redis'} ${version}`;
};

/** The first program on the PATH that is new enough and starts, or undefined. */
const onSystem = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((program) => existsSync(program) && versionOf(program) !== undefined);

/** @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end */
export const placesOf = (run) => systemThenPackage(run, onSystem, 'redis-server');

/**
 * The program file: what is here before anything is installed, then what can be installed.
 * @returns {Promise<{ path: string, found: string }>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const findProgram = (places) =>
  findInPlaces(places, {
    what: 'Redis',
    describe: (program) => `${versionOf(program) ?? ''} in ${program}`,
    none: noRedis,
  });

/** What is only there while it runs, and answers who has the password. */
const settings = (port, password) =>
  Object.entries({ port, bind: '127.0.0.1', requirepass: password, save: '""', appendonly: 'no', daemonize: 'no' })
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');

/**
 * A Redis of its own, on a free port and in a temporary folder.
 * @typedef {object} OwnRedis
 * @property {string} url
 * @property {() => Promise<void>} crash stops it at once, as a power cut would
 * @property {() => Promise<void>} start starts it again at the same address
 * @property {() => Promise<void>} remove stops it for good
 *
 * @param {string} program its program file
 * @returns {Promise<OwnRedis>}
 */
export const startOwn = async (program) => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-redis-'));
  const password = randomBytes(18).toString('base64url');
  const port = await freePort();
  writeFileSync(join(folder, 'redis.conf'), settings(port, password), { mode: 0o600 });
  const how = { what: 'Redis', command: [program, join(folder, 'redis.conf')], folder, signal: 'KILL' };
  const start = () => runUntilReady({ ...how, ready: /Ready to accept connections/ });
  let stop = await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    crash: () => stop(true),
    start: async () => {
      stop = await start();
    },
    remove: async () => {
      await stop();
      // Of one that had crashed before.
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/**
 * A Redis that tests may use: the one that TEST_REDIS_URL names, or one that is started for them.
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @returns {Promise<{url: string, found: string, remove: () => Promise<void>}>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const startRedis = async (run, places = placesOf(run)) => {
  const given = process.env.TEST_REDIS_URL;
  if (given) {
    if (!URL.canParse(given)) throw new Error('TEST_REDIS_URL should look like redis://user:password@host:6379.');
    return { url: given, found: `TEST_REDIS_URL: ${new URL(given).host}`, remove: async () => undefined };
  }
  const { path, found } = await findProgram(places);
  const { url, remove } = await startOwn(path);
  return { url, found, remove };
};
