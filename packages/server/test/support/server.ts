import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, vi } from 'vitest';
import { type Env, readConfig } from '../../src/config.ts';
import { type Overrides, type RunningServer, startServer } from '../../src/server.ts';

// Real servers and processes on a machine that may be busy with others.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const cleanUps: (() => unknown)[] = [];

/** Runs when the current test ends, last first. */
export const afterThis = (cleanUp: () => unknown): void => {
  cleanUps.push(cleanUp);
};

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

export const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gesso-test-'));
  afterThis(() => rmSync(folder, { recursive: true, force: true }));
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
