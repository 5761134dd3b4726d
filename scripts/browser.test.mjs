import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findBrowser, noBrowser, placesOf } from './browser.mjs';

/** A program that starts, or one that does not. */
const program = (exitCode) => {
  const path = join(mkdtempSync(join(tmpdir(), 'gesso-browser-')), 'chromium');
  writeFileSync(path, `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 });
  return path;
};

const nothingRuns = () => Promise.resolve(1);

beforeEach(() => vi.stubEnv('CHROMIUM_PATH', ''));
afterEach(() => vi.unstubAllEnvs());

describe('finding a browser', () => {
  test('with an empty PATH and nothing to install ends with one sentence that says what to do', async () => {
    vi.stubEnv('PATH', '');
    vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', mkdtempSync(join(tmpdir(), 'gesso-browsers-')));
    // Without the place that keeps its browser in this checkout, where an earlier run may have left one.
    const places = placesOf(nothingRuns).slice(0, -1);
    await expect(findBrowser(nothingRuns, places)).rejects.toThrow(noBrowser);
    expect(noBrowser.split('. ')).toHaveLength(1);
  });

  test('takes what one place installs when the places before it could not', async () => {
    let installed;
    const places = [
      { name: 'nowhere', find: () => undefined },
      { name: 'refused', find: () => undefined, install: () => Promise.reject(new Error('no network')) },
      { name: 'not allowed', find: () => undefined, may: () => false, install: () => expect.unreachable() },
      {
        name: 'package',
        find: () => installed,
        install: async () => {
          installed = program(0);
        },
      },
    ];
    expect(await findBrowser(nothingRuns, places)).toEqual({
      path: installed,
      found: `package, just installed: ${installed}`,
    });
  });

  test('passes over a browser that does not start and installs nothing when the next one does', async () => {
    const good = program(0);
    const places = [
      { name: 'without its libraries', find: () => program(127), install: () => expect.unreachable() },
      { name: 'whole', find: () => good },
    ];
    expect(await findBrowser(nothingRuns, places)).toEqual({ path: good, found: `whole: ${good}` });
  });

  test('takes the browser that CHROMIUM_PATH names, and says so when there is none', async () => {
    const given = program(0);
    vi.stubEnv('CHROMIUM_PATH', given);
    expect(await findBrowser(nothingRuns, [])).toEqual({ path: given, found: `CHROMIUM_PATH: ${given}` });
    vi.stubEnv('CHROMIUM_PATH', `${given}-gone`);
    await expect(findBrowser(nothingRuns, [])).rejects.toThrow(`CHROMIUM_PATH names ${given}-gone`);
  });
});
