/** Finds a PostgreSQL for the tests and starts one in a temporary folder, or installs it. Says where it came from; never skips silently. */
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { findInPlaces, freePort, isRoot, runUntilReady, systemThenPackage } from './programs.mjs';

/** The oldest version the server works with. */
const oldest = 14;

/** What a person without PostgreSQL is told: one sentence with two ways on. */
export const noPostgres =
  `No PostgreSQL ${oldest} or newer is here and none could be installed: install one (on Debian: apt-get install postgresql), ` +
  'or set TEST_POSTGRES_URL to the address of a database that tests may fill and empty.';

/** The major version of the programs in a folder; undefined where they do not start. */
const versionIn = (folder) => {
  if (!['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) return undefined;
  const { status, stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { timeout: 20_000, encoding: 'utf8' });
  const [, major] = /(\d+)[.\d]*/.exec(stdout ?? '') ?? [];
  return status === 0 && Number(major) >= oldest ? Number(major) : undefined;
};

/** Where distributions put the programs, the newest version first; those on the PATH before. */
const systemFolders = () => {
  const packaged = ['/usr/lib/postgresql', '/usr/pgsql'].flatMap((top) =>
    existsSync(top) ? readdirSync(top).map((version) => join(top, version, 'bin')) : [],
  );
  const newestFirst = packaged.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return [...(process.env.PATH ?? '').split(delimiter), ...newestFirst];
};

/** The folder with the programs of a PostgreSQL that is new enough and starts, or undefined. */
const onSystem = () => systemFolders().find((folder) => versionIn(folder) !== undefined);

/** @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end */
export const placesOf = (run) => systemThenPackage(run, onSystem, 'postgresql');

/**
 * The folder with the programs: what is here before anything is installed, then what can be installed.
 * @param {readonly import('./programs.mjs').Place[]} places where to look
 * @returns {Promise<{folder: string, found: string}>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const findPrograms = async (places) => {
  const describe = (folder) => `PostgreSQL ${versionIn(folder) ?? ''} in ${folder}`;
  const { path, found } = await findInPlaces(places, { what: 'PostgreSQL', describe, none: noPostgres });
  return { folder: path, found };
};

/** It refuses to run as root: the user it runs as then, whose database it is otherwise. */
const otherUser = () => {
  if (!isRoot()) return {};
  const [name = '', , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === 'postgres') ?? [];
  return name === '' ? { uid: 65534, gid: 65534 } : { uid: Number(uid), gid: Number(gid) };
};

/** What a test database does without: it is gone when the machine is. */
const settings = (port, folder, more) =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 200,
    shared_buffers: '32MB',
    // A test makes some sixty tables and indexes, and drops them in one transaction.
    max_locks_per_transaction: 512,
    autovacuum: 'off',
    ...more,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * Runs PostgreSQL in a folder.
 * @returns {Promise<(keep?: boolean) => Promise<void>>} what stops it as a crash would, and removes its data unless they are to be kept
 */
const runIn = (programs, { folder, port, user, more }) =>
  runUntilReady({
    what: 'PostgreSQL',
    command: [join(programs, 'postgres'), '-D', join(folder, 'data'), ...settings(port, folder, more)],
    folder,
    ready: /ready to accept (?:read-only )?connections/,
    signal: 'QUIT',
    user,
  });

/** An empty folder of the user PostgreSQL runs as. */
const newFolder = ({ uid, gid }) => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-postgres-'));
  if (uid !== undefined) chownSync(folder, uid, gid);
  return folder;
};

/**
 * A PostgreSQL of its own, on a free port and in a temporary folder.
 * @typedef {object} OwnPostgres
 * @property {string} url of its database `postgres`, as its owner
 * @property {string} programs folder with the programs of its version, those that back up and restore among them
 * @property {() => Promise<void>} crash stops it at once, as a power cut would, and leaves its data
 * @property {() => Promise<void>} stop stops it as an operator does: who is connected is sent away
 * @property {() => Promise<void>} start starts it again
 * @property {() => Promise<OwnPostgres>} copy starts another one, which follows it and may only be read until it is promoted
 * @property {() => Promise<void>} promote makes one that follows another a server of its own
 * @property {() => Promise<void>} remove stops it and removes its data
 */

/**
 * What runs a program that comes with the server to its end, as its user and without holding up this process. Rejects with what it printed. It lies beside
 * the server itself: on the PATH may be a link to that alone.
 */
const runBeside = (programs, folder, user) => (name, args) =>
  promisify(execFile)(join(dirname(realpathSync(join(programs, 'postgres'))), name), args, { ...user, cwd: folder });

/**
 * Starts PostgreSQL on the data in a folder.
 * @returns {Promise<OwnPostgres>}
 */
const startIn = async ({ programs, folder, user, password, more }) => {
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const run = runBeside(programs, folder, user);
  const control = (...args) => run('pg_ctl', [...args, '-D', join(folder, 'data'), '-w', '-s']);
  const start = () => runIn(programs, { folder, port, user, more });
  let stop = await start();
  return {
    url,
    programs: dirname(realpathSync(join(programs, 'postgres'))),
    crash: () => stop(true),
    stop: async () => {
      await control('stop', '-m', 'fast');
      await stop(true);
    },
    start: async () => {
      stop = await start();
    },
    copy: async () => {
      const other = newFolder(user);
      const how = ['--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast', '--no-sync'];
      await run('pg_basebackup', ['-D', join(other, 'data'), '-d', url, ...how]);
      return startIn({ programs, folder: other, user, password, more });
    },
    promote: async () => {
      await control('promote');
    },
    remove: async () => {
      await stop();
      // Of one that had crashed before.
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/**
 * @param {string} programs folder with its programs
 * @param {Record<string, string>} more settings that differ from those of a test's, by their names in postgresql.conf
 * @returns {Promise<OwnPostgres>}
 */
export const startOwn = async (programs, more = {}) => {
  const user = otherUser();
  const folder = newFolder(user);
  const password = randomBytes(18).toString('base64url');
  const file = join(folder, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (user.uid !== undefined) chownSync(file, user.uid, user.gid);
  const init = spawnSync(
    join(programs, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${file}`].concat([
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ]),
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`PostgreSQL did not make a folder for its data:\n${init.stderr}`);
  return startIn({ programs, folder, user, password, more });
};

/**
 * A PostgreSQL that tests may fill: the one that TEST_POSTGRES_URL names, or one that is started for them.
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @returns {Promise<{url: string, found: string, remove: () => Promise<void>}>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const startPostgres = async (run, places = placesOf(run)) => {
  const given = process.env.TEST_POSTGRES_URL;
  if (given) {
    if (!URL.canParse(given))
      throw new Error('TEST_POSTGRES_URL should look like postgres://user:password@host/database.');
    return { url: given, found: `TEST_POSTGRES_URL: ${new URL(given).host}`, remove: async () => undefined };
  }
  const { folder, found } = await findPrograms(places);
  const { url, remove } = await startOwn(folder);
  return { url, found, remove };
};
