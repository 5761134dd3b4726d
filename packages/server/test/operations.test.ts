import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as plain } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import path from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { failures } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newCertificate } from './support/certificate.ts';
import { person } from './support/person.ts';
import { gesso, type ServerProcess, serverProcess, startedBy } from './support/process.ts';
import { sampleProxy } from './support/proxy.ts';
import { afterThis, newFolder, serve } from './support/server.ts';
import { freePort, hasManyAddresses, lineAt, programAt, runs } from './support/shell.ts';

/** docs/operations.md, followed: its commands and samples are read from the page and done in folders that were empty. */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sampleFile = (name: string): string => path.join(root, 'docs/ops', name);
const portIn = (url: string): number => Number(new URL(url).port);

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const ask = (
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: Uint8Array | string } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? request : plain;
    const sent = send(url, { agent: false, ...options }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

describe('starting as written', () => {
  test('works in an empty folder, which is its user’s alone, and stopping ends with 0', async () => {
    const data = path.join(newFolder(), 'data');
    const server = startedBy(lineAt('node packages/server/src/main.ts'), { DATA_DIR: data }, root);
    expect((await ask(`${await server.url}/readyz`)).status).toBe(200);
    // Nobody else on the machine reads the boards, nor a copy of them.
    const env = { DATA_DIR: data };
    expect((await gesso(['backup', path.join(data, 'backups', 'monday.db')], env)).code).toBe(0);
    const written = ['.', 'gesso.db', 'gesso.db-wal', 'backups', 'backups/monday.db'];
    const open = written.filter((name) => (statSync(path.join(data, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    server.child.kill('SIGTERM');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });
});

describe('TLS of its own as written', () => {
  /** A certificate as the page makes it, or where there is no openssl as the tests do. */
  const renew = async (cwd: string): Promise<void> => {
    const line = lineAt('openssl req');
    if (programAt('openssl') !== undefined) expect(await runs('sh', ['-c', line], cwd)).toMatchObject({ code: 0 });
    else {
      const { cert, key } = newCertificate(Math.floor(Math.random() * 127));
      writeFileSync(path.join(cwd, 'key.pem'), key);
      writeFileSync(path.join(cwd, 'cert.pem'), cert);
    }
  };

  /** The certificate a server shows, as PEM. */
  const shown = (port: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: 'localhost', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.toString() ?? '');
        socket.destroy();
      });
      socket.on('error', reject);
    });

  /** Resolves once a server shows what is in the file, looked at whenever it says that it read it. */
  const takes = (server: ServerProcess, port: number, file: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        shown(port).then((pem) => pem === readFileSync(file, 'utf8') && resolve(), reject);
      };
      server.child.stderr?.on('data', (bytes: Buffer) => bytes.includes('tls.reload') && look());
    });

  test('serves HTTPS, and takes a renewed certificate on SIGHUP and when its files change', async () => {
    const folder = newFolder();
    await renew(folder);
    const server = startedBy(lineAt('PORT=3443'), { LOG_LEVEL: 'info' }, folder);
    const url = await server.url;
    const port = portIn(url);
    const cert = path.join(folder, 'cert.pem');
    const ready = await ask(`${url}/readyz`, { rejectUnauthorized: false });
    expect([url.startsWith('https://localhost:'), ready.status]).toEqual([true, 200]);
    expect(await shown(port)).toBe(readFileSync(cert, 'utf8'));

    await renew(folder);
    const signalled = takes(server, port, cert);
    server.child.kill('SIGHUP');
    await signalled;

    const noticed = takes(server, port, cert);
    await renew(folder);
    await noticed;
  });

  test('sends plain HTTP on', async () => {
    const folder = newFolder();
    await renew(folder);
    const server = startedBy(lineAt('HTTP_PORT=80'), {}, folder);
    const url = await server.url;
    const [, httpPort] = /Plain HTTP on port (\d+)/.exec(server.output()) ?? [];
    const sent = await ask(`http://localhost:${httpPort}/b/x`);
    expect([sent.status, sent.headers.location]).toEqual([308, `${url}/b/x`]);
    expect((await ask(`http://localhost:${httpPort}/api/boards`, { method: 'POST' })).status).toBe(400);
  });
});

describe('behind a proxy as in the sample', () => {
  const behind = async (env: Record<string, string> = {}, edited?: (sample: string) => string) => {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    const server = await serve({ PUBLIC_URL: url, TRUST_PROXY: '127.0.0.1', ...env });
    const { ca } = await sampleProxy(port, server.port, edited);
    return { url, ca, direct: `http://127.0.0.1:${server.port}`, at: { ca, host: '127.0.0.1', port } };
  };

  test('pages, cookies, links and sockets are those of the public address', async () => {
    const { url, at, ca } = await behind();
    const page = await ask(`${url}/`, at);
    expect(page.headers['content-type']).toContain('text/html');
    const headers = { origin: url, 'content-type': 'application/json' };
    const made = await ask(`${url}/api/boards`, { ...at, method: 'POST', headers, body: '{}' });
    expect(made.status).toBe(201);
    expect(String(made.headers['set-cookie'])).toMatch(/^__Host-gesso=[^;]+;.* HttpOnly; Secure/);
    expect(made.headers['strict-transport-security']).toBe('max-age=31536000');
    const { board, links } = JSON.parse(made.text);
    expect(links.edit.url).toMatch(new RegExp(`^${url}/b/`));

    const [cookie = ''] = String(made.headers['set-cookie']).split(';');
    const socket = new WebSocket(`${url.replace('https', 'wss')}/sync/${board.id}?gesso=1`, {
      ca,
      headers: { cookie, origin: url },
    });
    afterThis(() => socket.terminate());
    expect(await new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data[0])))).toBe(102);

    // What it is told about a large body is Gesso's own word, and not the proxy's.
    const body = new Uint8Array(3 * 1024 * 1024).fill(255);
    const document = { ...at, method: 'PUT', body };
    const large = await ask(`${url}/api/boards/${board.id}/document`, {
      ...document,
      headers: { cookie, origin: url, 'content-type': 'application/octet-stream' },
    });
    expect(JSON.parse(large.text).code).toBe('MALFORMED');
    expect((await ask(`${url}/metrics`, at)).status).toBe(404);
  });

  const withoutPort = (sample: string): string => sample.replaceAll('$http_host', '$host');
  test.each([
    ['with its address', undefined, undefined],
    ['without its address', { PUBLIC_URL: '' }, undefined],
    ['with its address, where the proxy leaves out the port', undefined, withoutPort],
    ['without its address, where the proxy leaves out the port', { PUBLIC_URL: '' }, withoutPort],
    [
      'with an address that lacks the port, where the proxy leaves it out',
      { PUBLIC_URL: 'https://localhost' },
      withoutPort,
    ],
  ])('a board is made and opened on another port than 443, %s', async (_how, env, edited) => {
    const { url, at, ca } = await behind(env, edited);
    const page = await ask(`${url}/`, at);
    const [, sources = ''] = /connect-src ([^;]*)/.exec(String(page.headers['content-security-policy'])) ?? [];
    const port = new URL(url).port;
    if (env?.PUBLIC_URL !== 'https://localhost')
      expect([`wss://localhost:${port}`, 'wss://localhost:*']).toContain(sources.split(' ')[1]);
    const headers = { origin: url, 'content-type': 'application/json' };
    const made = await ask(`${url}/api/boards`, { ...at, method: 'POST', headers, body: '{}' });
    expect([made.status, made.text]).toEqual([201, expect.anything()]);
    const { board, links } = JSON.parse(made.text);
    expect(links.edit.url.startsWith(`${env?.PUBLIC_URL || url}/b/`)).toBe(true);
    const [cookie = ''] = String(made.headers['set-cookie']).split(';');
    const opens = (origin: string): Promise<unknown> => {
      const socket = new WebSocket(`${url.replace('https', 'wss')}/sync/${board.id}?gesso=1`, {
        ca,
        headers: { cookie, origin },
      });
      afterThis(() => socket.terminate());
      return new Promise((resolve) => {
        socket.once('message', (data: Buffer) => resolve(data[0]));
        socket.once('error', ({ message }) => resolve(message));
      });
    };
    expect(await opens(url)).toBe(102);
    // A page elsewhere, or one in the clear, gets nothing by that.
    expect(await opens(`https://elsewhere.example:${port}`)).toContain('403');
    expect(await opens(url.replace('https', 'http'))).toContain('403');
  });

  test('people are known by the address they come from, and nobody can claim another', async () => {
    if (!(await hasManyAddresses())) return;
    const { url, at, direct } = await behind({ DENY_IPS: '127.0.0.3' });
    const from = (localAddress: string, forged?: string, where = `${url}/healthz`) =>
      ask(where, {
        ...(where.startsWith(url) ? at : {}),
        localAddress,
        headers: forged === undefined ? {} : { 'x-forwarded-for': forged, 'x-forwarded-proto': 'https' },
      }).then(({ status }) => status);
    expect(await from('127.0.0.2')).toBe(200);
    expect(await from('127.0.0.3')).toBe(403);
    expect(await from('127.0.0.3', '127.0.0.2')).toBe(403);
    expect(await from('127.0.0.2', '127.0.0.3')).toBe(200);
    // Past the proxy, from an address that is not the proxy's: what it says about itself is not believed.
    expect(await from('127.0.0.2', '127.0.0.3', `${direct}/healthz`)).toBe(200);
    expect(await from('127.0.0.3', '127.0.0.2', `${direct}/healthz`)).toBe(403);
    expect(await from('127.0.0.2', '127.0.0.2', `${direct}/`)).toBe(308);
    expect(await from('127.0.0.2', '127.0.0.2', `${direct}/api/session`)).toBe(400);
  });
});

describe('metrics as written', () => {
  const read = async (mark: string, url: string, token = ''): Promise<string> => {
    const line = lineAt(mark)
      .replace(/http:\S+\/metrics/, url)
      .replace('<token>', token);
    const curl = programAt('curl');
    if (curl !== undefined) return (await runs('sh', ['-c', line])).text;
    return (await ask(url, { headers: token === '' ? {} : { authorization: `Bearer ${token}` } })).text;
  };

  test('are read with and without a token, and from a listener of their own', async () => {
    const open = await serve();
    expect(await read('curl -s http://localhost:3000', `${open.url}/metrics`)).toMatch(/^gesso_rooms 0$/m);
    const token = 'a-token-long-enough';
    const closed = await serve({ METRICS_TOKEN: token });
    expect(await read('curl -s http://localhost:3000', `${closed.url}/metrics`)).not.toContain('gesso_');
    expect(await read('<token>', `${closed.url}/metrics`, token)).toMatch(/^gesso_rooms 0$/m);
    const apart = await serve({ METRICS_PORT: '0' });
    expect(await read('METRICS_PORT=9464', apart.metricsUrl ?? '')).toMatch(/^gesso_rooms 0$/m);
  });

  test('are all in the table of the page, and none is in it that is not there', async () => {
    const server = await serve();
    const { text } = await person(server.url).get('/metrics');
    const there = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const page = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| `(gesso|process)_/.test(line));
    const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(told.sort()).toEqual(there.sort());
  });

  test('in the rules for alerts ask for codes and places that exist', () => {
    const rules = readFileSync(sampleFile('alerts.yml'), 'utf8');
    const codes = [...rules.matchAll(/code=~?"([A-Z_|]+)"/g)].flatMap(([, list = '']) => list.split('|'));
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => !(code in failures))).toEqual([]);
    const places = [...rules.matchAll(/at="(\w+)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !['http', 'socket', 'frame'].includes(place ?? ''))).toEqual([]);
  });

  test('are read by Prometheus with the sample, where its checker is installed', async () => {
    const promtool = programAt('promtool');
    if (promtool === undefined) return;
    expect(await runs(promtool, ['check', 'config', sampleFile('prometheus.yml')])).toMatchObject({ code: 0 });
  });
});

describe('the samples for the machine', () => {
  test('start the server with the settings for memory that `npm start` has, and the page names them', () => {
    const { flags, env } = serverProcess;
    const settings = [...flags, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    for (const file of ['Dockerfile', 'docs/ops/gesso.service', 'docs/operations.md']) {
      const text = readFileSync(path.join(root, file), 'utf8');
      expect(settings.filter((setting) => !text.includes(setting))).toEqual([]);
    }
  });

  test('are sound rules for nftables, where it is installed and may be asked', async () => {
    const nft = programAt('nft');
    if (nft === undefined) return;
    const { code, text } = await runs(nft, ['-c', '-f', sampleFile('gesso.nft')]);
    if (/not permitted|must be root/i.test(text))
      console.log('nft may not be asked by this user: its sample is not checked');
    else expect([code, text]).toEqual([0, '']);
  });

  test.each(['gesso.service', 'gesso-backup.service', 'gesso-backup.timer'])(
    '%s is a sound unit, where systemd is installed',
    async (name) => {
      const analyze = programAt('systemd-analyze');
      if (analyze === undefined) return;
      // As if this project were installed where the sample says.
      const folder = newFolder();
      for (const unit of ['gesso.service', 'gesso-backup.service', 'gesso-backup.timer']) {
        const text = readFileSync(sampleFile(unit), 'utf8').replaceAll('/opt/gesso', root.replace(/\/$/, ''));
        writeFileSync(path.join(folder, unit), text);
      }
      const { text } = await runs(analyze, ['verify', path.join(folder, name)]);
      expect(text.split('\n').filter((line) => line.includes('gesso'))).toEqual([]);
    },
  );
});
