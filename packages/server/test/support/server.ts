import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, vi } from 'vitest';
import { type Env, readConfig } from '../../src/config/config.ts';
import { type Overrides, type RunningServer, startServer } from '../../src/server.ts';

// Real servers and processes on a machine that may be busy with others.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type CleanUp = () => unknown;

const cleanUps: CleanUp[] = [];
const lastCleanUps: CleanUp[] = [];

/** Runs when the current test ends, last first. */
export const afterThis = (cleanUp: CleanUp): void => {
  cleanUps.push(cleanUp);
};

/** Runs when all tests of the file have ended, last first. */
export const afterAllOfThem = (cleanUp: CleanUp): void => {
  lastCleanUps.push(cleanUp);
};

const runAll = async (list: CleanUp[]): Promise<void> => {
  for (const cleanUp of list.splice(0).reverse()) await cleanUp();
};

afterEach(() => runAll(cleanUps));
afterAll(() => runAll(lastCleanUps));

export const newFolder = (after = afterThis): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gesso-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A real server on a free port with a data folder of its own. Gone when the test ends. */
export const serve = async (
  env: Env = {},
  overrides: Overrides = {},
): Promise<RunningServer & { readonly folder: string }> => {
  const folder = env['DATA_DIR'] ?? newFolder();
  const config = readConfig({ PORT: '0', DRAIN_MS: '0', DATA_DIR: folder, ...env }, folder);
  const server = await startServer(config, { log: silent, ...overrides });
  afterThis(() => server.close());
  return { ...server, folder };
};
