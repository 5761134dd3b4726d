import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config/config.ts';
import { startupMessage } from '../src/observe/startup-message.ts';
import { spawnServer } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

/** Whether a user may run this Node and read these files. */
const canRun = (uid: number): boolean =>
  spawnSync(process.execPath, ['-e', `require('node:fs').readFileSync(${JSON.stringify(import.meta.filename)})`], {
    uid,
    stdio: 'ignore',
  }).status === 0;

const refusal = async (env: Record<string, string>): Promise<string> => {
  const server = spawnServer(env);
  expect(await server.exit).toEqual({ code: 1, signal: null });
  return server.output().trim();
};

describe('starting', () => {
  test('prints where it is and where the data is', async () => {
    const folder = newFolder();
    const server = spawnServer({ DATA_DIR: folder });
    const url = await server.url;
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', store: 'ok' });
    expect(server.output()).toContain(folder);
    expect(server.output()).toContain('HOST=0.0.0.0');
  });

  test('on a port that is taken ends with one sentence', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    afterThis(() => taken.close());
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await refusal({ PORT: String(port), DATA_DIR: newFolder() })).toBe(
      `Port ${port} is already in use on 127.0.0.1. Stop what uses it, or set PORT to another one.`,
    );
  });

  test('on a folder another server uses ends with one sentence, and the first goes on', async () => {
    const first = await serve();
    expect(await refusal({ DATA_DIR: first.folder })).toContain(
      'Another Gesso server is already using the data folder',
    );
    expect(await (await fetch(`${first.url}/readyz`)).json()).toEqual({ status: 'ready', store: 'ok' });
  });

  // Root may write anywhere and starts it as nobody, who cannot where the checkout lies in a folder that is closed to others.
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
  const mayStart = nobody === undefined || canRun(nobody);
  if (!mayStart) console.log('This checkout is closed to other users: a folder of somebody else is not tried.');
  test.skipIf(!mayStart)('on a folder of somebody else ends with its name, the user, and what to do', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o555);
    afterThis(() => chmodSync(folder, 0o755));
    for (const before of [[], ['gesso.db']]) {
      for (const name of before) writeFileSync(path.join(folder, name), '');
      const server = spawnServer({ DATA_DIR: folder }, undefined, nobody);
      expect(await server.exit).toEqual({ code: 1, signal: null });
      const said = server.output().trim();
      expect(said.split('\n')).toHaveLength(1);
      expect(said).toContain(`The data folder ${folder} cannot be used: the user `);
      expect(said).toContain(`(${nobody ?? process.getuid?.()})`);
      expect(said).toContain('or set DATA_DIR to another folder.');
      if (nobody === undefined) break;
    }
  });

  test('where a folder that cannot be made would be ends with a sentence', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    const said = await refusal({ DATA_DIR: path.join(file, 'data') });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain('set DATA_DIR to another folder');
  });

  test.each(['gesso.lock', 'gesso.db'])('on a folder where %s is a folder ends with a sentence', async (name) => {
    const folder = newFolder();
    mkdirSync(path.join(folder, name));
    const said = await refusal({ DATA_DIR: folder });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain(`${path.join(folder, name)} should be a file and is not. Move it away`);
  });

  test('on a folder whose server was killed works', async () => {
    const folder = newFolder();
    const first = spawnServer({ DATA_DIR: folder });
    await first.url;
    first.child.kill('SIGKILL');
    await first.exit;
    await spawnServer({ DATA_DIR: folder }).url;
  });

  test('with a setting that does not exist ends with the one that was meant', async () => {
    expect(await refusal({ GESSO_PROT: '80' })).toBe(
      'There is no setting GESSO_PROT. Settings have no prefix; did you mean PORT?',
    );
  });

  test.each([
    ['/nowhere/hooks.js', 'cannot be loaded'],
    [new URL('./support/bad-hooks.ts', import.meta.url).pathname, 'has a hook authorise'],
  ])('with the hooks %s ends with what is wrong', async (file, what) => {
    expect(await refusal({ HOOKS: file, DATA_DIR: newFolder() })).toContain(what);
  });
});

describe('the startup message', () => {
  const config = (env: Record<string, string>) => readConfig(env, '/srv/gesso');
  const home = { url: 'http://localhost:3000', port: 3000, httpPort: undefined, metricsUrl: undefined };

  test('of a server open to the network shows its addresses and a code to scan', () => {
    const text = startupMessage(config({ HOST: '0.0.0.0' }), home, ['192.168.1.20', '10.0.0.5']);
    expect(text).toContain('http://192.168.1.20:3000');
    expect(text).toContain('http://10.0.0.5:3000');
    expect(text).toMatch(/[█▀▄]{5}/);
  });

  test('of a server without a network says so', () => {
    expect(startupMessage(config({ HOST: '0.0.0.0' }), home, [])).toContain('no network address');
  });

  test('of a server with metrics of their own says where they are', () => {
    const text = startupMessage(config({ METRICS_PORT: '9464' }), {
      ...home,
      metricsUrl: 'http://localhost:9464/metrics',
    });
    expect(text).toContain('http://localhost:9464/metrics');
  });

  test('of a server with a public address shows that', () => {
    const text = startupMessage(
      config({ HOST: '0.0.0.0', PUBLIC_URL: 'https://draw.example' }),
      { url: 'https://draw.example', port: 3000, httpPort: undefined, metricsUrl: undefined },
      ['10.0.0.5'],
    );
    expect(text).toContain('https://draw.example');
    expect(text).not.toContain('10.0.0.5');
  });
});
