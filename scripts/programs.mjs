/** What tests need beside Node: programs that are found or installed, and run in a temporary folder as long as this process does. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import process from 'node:process';

export const isRoot = () => process.getuid?.() === 0;

/** A port that nobody has at the moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

let installing = Promise.resolve();

/** One installation at a time: apt-get refuses while another one goes on. */
const inTurn = (install) => {
  installing = installing.then(install, install);
  return installing;
};

/**
 * The places a program may be, each looked at before the next. `install` is what brings it there, where something can.
 * @typedef {{ name: string, find: () => string | undefined, install?: () => Promise<unknown>, may?: () => boolean }} Place
 *
 * What is on the system, and then what the distribution has of it.
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @param {() => string | undefined} find where it is
 * @param {string} debian what it is called there
 * @returns {readonly Place[]}
 */
export const systemThenPackage = (run, find, debian) => [
  { name: 'system', find },
  {
    name: "the distribution's package",
    find,
    may: () => isRoot() && spawnSync('apt-get', ['--version']).status === 0,
    install: () =>
      inTurn(async () => {
        await run('apt-get', ['update', '-qq']);
        await run('apt-get', ['install', '-y', '-qq', debian]);
      }),
  },
];

/**
 * What is here before anything is installed, then what can be installed.
 * @param {readonly Place[]} places where to look
 * @param {{ what: string, describe: (path: string) => string, none: string }} said what it is called, which one is at a path, and what a
 *   person without any is told
 * @returns {Promise<{ path: string, found: string }>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const findInPlaces = async (places, { what, describe, none }) => {
  for (const { name, find } of places) {
    const path = find();
    if (path !== undefined) return { path, found: `${name}: ${describe(path)}` };
  }
  for (const { name, find, install, may } of places) {
    if (install === undefined || may?.() === false) continue;
    console.log(`No ${what} found: installing it for the tests …`);
    try {
      await install();
    } catch (error) {
      console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    }
    const path = find();
    if (path !== undefined) return { path, found: `${name}, just installed: ${describe(path)}` };
  }
  throw new Error(none);
};

/** Ends with this process however that ends: when its input is closed the program is stopped at once, and gone unless it was told to keep its data. */
const watchdog = `
signal="$1"; shift
"$@" & server=$!
read -r keep
# Nobody may be left to read what a shell says of it.
exec > /dev/null 2>&1
kill "-$signal" "$server"
wait "$server"
[ -n "$keep" ] || rm -rf "$PWD"`;

/**
 * Runs a program in a folder until it is ready.
 * @param {{ what: string, command: string[], folder: string, ready: RegExp, signal: string, user?: object }} how `ready` is what it prints then,
 *   `signal` what stops it as a crash would
 * @returns {Promise<(keep?: boolean) => Promise<void>>} what stops it, and removes the folder unless it is to be kept
 */
export const runUntilReady = ({ what, command, folder, ready, signal, user = {} }) =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', watchdog, 'sh', signal, ...command], {
      ...user,
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ended = new Promise((done) => child.once('close', done));
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed = (printed + text).slice(-10_000);
        if (ready.test(printed))
          resolve(async (keep = false) => {
            child.stdin.end(keep ? 'keep\n' : '');
            await ended;
          });
      });
    child.once('error', reject);
    // It ends by itself where it cannot start.
    child.stderr.once('end', () => reject(new Error(`${what} did not start:\n${printed}`)));
    child.stdin.on('error', () => undefined);
  });
