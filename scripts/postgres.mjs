/** Finds a PostgreSQL for the tests and starts one in a temporary folder, or installs it. Says where it came from; never skips silently. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** The oldest version the server works with. */
const oldest = 14;

/** What a person without PostgreSQL is told: one sentence with two ways on. */
export const noPostgres =
  `No PostgreSQL ${oldest} or newer is here and none could be installed: install one (on Debian: apt-get install postgresql), ` +
  'or set TEST_POSTGRES_URL to the address of a database that tests may fill and empty.';

const isRoot = () => process.getuid?.() === 0;

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

/**
 * The places PostgreSQL may be, each looked at before the next. `install` is what brings it there, where something can.
 * @typedef {{ name: string, find: () => string | undefined, install?: () => Promise<unknown>, may?: () => boolean }} Place
 *
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @returns {readonly Place[]}
 */
export const placesOf = (run) => [
  { name: 'system', find: onSystem },
  {
    name: "the distribution's package",
    find: onSystem,
    may: () => isRoot() && spawnSync('apt-get', ['--version']).status === 0,
    install: async () => {
      await run('apt-get', ['update', '-qq']);
      await run('apt-get', ['install', '-y', '-qq', 'postgresql']);
    },
  },
];

/**
 * The folder with the programs: what is here before anything is installed, then what can be installed.
 * @param {readonly Place[]} places where to look
 * @returns {Promise<{folder: string, found: string}>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const findPrograms = async (places) => {
  const describe = (name, folder) => ({ folder, found: `${name}: PostgreSQL ${versionIn(folder) ?? ''} in ${folder}` });
  for (const { name, find } of places) {
    const folder = find();
    if (folder !== undefined) return describe(name, folder);
  }
  for (const { name, find, install, may } of places) {
    if (install === undefined || may?.() === false) continue;
    console.log('No PostgreSQL found: installing it for the tests …');
    try {
      await install();
    } catch (error) {
      console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    }
    const folder = find();
    if (folder !== undefined) return describe(`${name}, just installed`, folder);
  }
  throw new Error(noPostgres);
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

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** What a test database does without: it is gone when the machine is. */
const settings = (port, folder) =>
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
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Ends with this process however that ends: when its input is closed PostgreSQL is stopped at once, and gone unless it was told to keep its data. */
const watchdog = `
"$@" & server=$!
read -r keep
kill -QUIT "$server" 2> /dev/null
wait "$server"
[ -n "$keep" ] || rm -rf "$PWD"`;

/**
 * Runs PostgreSQL in a folder.
 * @returns {Promise<(keep?: boolean) => Promise<void>>} what stops it as a crash would, and removes its data unless they are to be kept
 */
const runIn = (programs, folder, port, user) =>
  new Promise((resolve, reject) => {
    const command = [join(programs, 'postgres'), '-D', join(folder, 'data'), ...settings(port, folder)];
    const child = spawn('sh', ['-c', watchdog, 'sh', ...command], {
      ...user,
      cwd: folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const ended = new Promise((done) => child.once('close', done));
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed = (printed + text).slice(-10_000);
      if (/ready to accept connections/.test(text))
        resolve(async (keep = false) => {
          child.stdin.end(keep ? 'keep\n' : '');
          await ended;
        });
    });
    child.once('error', reject);
    // It ends by itself where it cannot start.
    child.stderr.once('end', () => reject(new Error(`PostgreSQL did not start:\n${printed}`)));
    child.stdin.on('error', () => undefined);
  });

/**
 * A PostgreSQL of its own, on a free port and in a temporary folder.
 * @typedef {object} OwnPostgres
 * @property {string} url of its database `postgres`, as its owner
 * @property {() => Promise<void>} crash stops it at once, as a power cut would, and leaves its data
 * @property {() => Promise<void>} start starts it again
 * @property {() => Promise<void>} remove stops it and removes its data
 *
 * @param {string} programs folder with its programs
 * @returns {Promise<OwnPostgres>}
 */
export const startOwn = async (programs) => {
  const user = otherUser();
  const folder = mkdtempSync(join(tmpdir(), 'gesso-postgres-'));
  const password = randomBytes(18).toString('base64url');
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 });
  if (user.uid !== undefined)
    for (const path of [folder, join(folder, 'password')]) chownSync(path, user.uid, user.gid);
  const init = spawnSync(
    join(programs, 'initdb'),
    [
      '-D',
      join(folder, 'data'),
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${join(folder, 'password')}`,
    ].concat(['--encoding=UTF8', '--locale=C', '--no-sync']),
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`PostgreSQL did not make a folder for its data:\n${init.stderr}`);
  const port = await freePort();
  let stop = await runIn(programs, folder, port, user);
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    crash: () => stop(true),
    start: async () => {
      stop = await runIn(programs, folder, port, user);
    },
    remove: async () => {
      await stop();
      // Of one that had crashed before.
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
