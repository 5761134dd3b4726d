/** Finds a Chromium for the browser tests and benches, or installs one. Says where it came from; never skips silently. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const onPath = () => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
};

const playwrightsOwn = async () => {
  const require = createRequire(join(root, 'e2e', 'package.json'));
  const { chromium } = await import(pathToFileURL(require.resolve('@playwright/test')).href);
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : undefined;
};

const isRoot = () => process.getuid?.() === 0;

/**
 * @param {(command: string, args: string[]) => Promise<number>} run runs a program to its end
 * @returns {Promise<{path: string, found: string}>}
 */
export const findBrowser = async (run) => {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, and there is no such file.`);
    return { path: given, found: `CHROMIUM_PATH: ${given}` };
  }
  const system = onPath();
  if (system) return { path: system, found: `system browser: ${system}` };
  const own = await playwrightsOwn();
  if (own) return { path: own, found: `Playwright's browser: ${own}` };
  console.log('No Chromium found: installing one for the tests …');
  await run('node', ['e2e/node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  const installed = await playwrightsOwn();
  if (installed) return { path: installed, found: `Playwright's browser, just installed: ${installed}` };
  if (isRoot() && spawnSync('apt-get', ['--version']).status === 0) {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', 'chromium']);
    const packaged = onPath();
    if (packaged) return { path: packaged, found: `the distribution's package, just installed: ${packaged}` };
  }
  throw new Error('No Chromium could be found or installed. Install one, or set CHROMIUM_PATH to its program file.');
};
