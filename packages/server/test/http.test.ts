import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readConfig } from '../src/config/config.ts';
import { originAllowed } from '../src/http/public-origin.ts';
import { person } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';

const builtClient = (): string => {
  const folder = newFolder();
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(path.join(folder, 'sw.js'), 'keep()');
  writeFileSync(path.join(folder, 'manifest.webmanifest'), '{}');
  writeFileSync(path.join(folder, 'assets', 'app-1a2b.js'), 'start()');
  writeFileSync(path.join(folder, 'assets', 'app-1a2b.js.br'), brotliCompressSync('start()'));
  return folder;
};

describe('the app', () => {
  test('is one page for the start and for every board, asked for anew each time', async () => {
    const server = await serve({}, { client: builtClient() });
    for (const at of ['/', '/b/AAAAAAAAAAAAAAAA', '/b/AAAAAAAAAAAAAAAA?x=1']) {
      const reply = await fetch(server.url + at);
      expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(await reply.text()).toContain('<title>app</title>');
    }
  });

  test('comes compressed, and its hashed files stay for ever', async () => {
    const server = await serve({}, { client: builtClient() });
    const reply = await fetch(`${server.url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'br' } });
    expect(reply.headers.get('content-encoding')).toBe('br');
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await reply.text()).toBe('start()');
  });

  test('can be kept by a browser and installed: what says how is asked for anew each time', async () => {
    const server = await serve({}, { client: builtClient() });
    for (const [at, type] of [
      ['/sw.js', /^(?:text|application)\/javascript/],
      ['/manifest.webmanifest', /^application\/manifest\+json/],
    ] as const) {
      const reply = await fetch(server.url + at);
      expect(reply.headers.get('content-type')).toMatch(type);
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      await reply.text();
    }
  });

  test('is a page at addresses with broken escapes as well, of an API and to programs an answer', async () => {
    const server = await serve({ REQUESTS_PER_MINUTE: '6' }, { client: builtClient() });
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    for (const at of ['/b/%E0%A4%A', '/boards/%', '/%', '/embed/%zz?x=%']) {
      const reply = await fetch(server.url + at, { headers: { accept } });
      expect([at, reply.status, reply.headers.get('content-type')]).toEqual([at, 404, 'text/html; charset=utf-8']);
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const answer = await fetch(`${server.url}/api/%`);
    expect([answer.status, await answer.json()]).toEqual([404, failureBody('NOT_FOUND')]);
    await fetch(`${server.url}/%`);
    // Each was counted as any other. What is said then is a page again, where one was asked for.
    const limited = await fetch(`${server.url}/b/%E0%A4%A`, { headers: { accept } });
    expect([limited.status, limited.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await limited.text()).toContain(failureBody('RATE_LIMITED').message);
    const told = await fetch(`${server.url}/api/session`, { headers: { accept } });
    expect([told.status, await told.json()]).toEqual([429, failureBody('RATE_LIMITED')]);
  });

  test('says what to do when it was not built', async () => {
    const server = await serve({}, { client: path.join(newFolder(), 'dist') });
    const reply = await fetch(server.url);
    expect(reply.status).toBe(503);
    expect(await reply.text()).toContain('npm start');
  });

  test('gives nothing from outside its folder', async () => {
    const server = await serve({}, { client: builtClient() });
    const statusOf = (at: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const request = get({ port: server.port, path: at, agent: false }, (reply) =>
          resolve(reply.resume().statusCode),
        );
        request.on('error', reject);
      });
    for (const at of [
      '/../package.json',
      '/..%2f..%2fetc/passwd',
      '/assets/%2e%2e/%2e%2e/x',
      '/assets/..%5c..%5cx',
      '/%00',
    ]) {
      expect([400, 403, 404]).toContain(await statusOf(at));
    }
  });
});

describe('refusals', () => {
  test('have one shape for everything', async () => {
    const server = await serve();
    const ann = person(server.url);
    expect((await ann.get('/api/nothing')).body).toEqual(failureBody('NOT_FOUND'));
    const wrongMethod = await ann.delete('/api/boards');
    expect(wrongMethod.body).toEqual(failureBody('METHOD_NOT_ALLOWED'));
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get('allow')).toContain('POST');
    expect((await ann.get('/api/boards/x/restore')).status).toBe(405);
    const raw = (body: string, type = 'application/json') =>
      fetch(`${server.url}/api/boards`, { method: 'POST', headers: { 'content-type': type }, body });
    for (const reply of [
      await raw('{"title":'),
      await raw('{"title":5}'),
      await raw('{"__proto__":{"title":"x"}}'),
      await raw('title=x', 'application/x-www-form-urlencoded'),
      await raw('{}', 'text/plain'),
    ]) {
      expect(reply.status).toBe(400);
      expect(await reply.json()).toEqual(failureBody('MALFORMED'));
    }
    const large = await raw(JSON.stringify({ title: 'x'.repeat(100_000) }));
    expect([large.status, await large.json()]).toEqual([413, failureBody('TOO_LARGE')]);
  });

  test('meet names that try to be something else', async () => {
    const server = await serve();
    const ann = person(server.url);
    await ann.get('/api/session');
    for (const name of ['__proto__', 'constructor', '..%2f..%2fx', '%00', "x'--", 'x'.repeat(150)]) {
      expect([name, (await ann.get(`/api/boards/${name}`)).status]).toEqual([name, 404]);
    }
  });
});

describe('a browser', () => {
  test('is told to allow only what the app needs', async () => {
    const server = await serve();
    const { headers } = await fetch(`${server.url}/healthz`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob: data:;font-src 'self';" +
        `connect-src 'self' ws://localhost:${server.port};worker-src 'self' blob:;manifest-src 'self';` +
        "base-uri 'none';form-action 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types default",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('is told to keep its powers from the page, and to keep no answer of the API', async () => {
    const server = await serve();
    const ann = person(server.url);
    for (const path of ['/', '/api/session', '/api/nowhere', '/healthz']) {
      const policy = (await ann.get(path)).headers.get('permissions-policy') ?? '';
      for (const power of ['camera', 'microphone', 'geolocation', 'usb', 'payment'])
        expect(policy.split(', ')).toContain(`${power}=()`);
    }
    const { id } = await ann.makesBoard();
    for (const path of [
      '/api/session',
      '/api/boards',
      `/api/boards/${id}`,
      `/api/boards/${id}/document`,
      '/api/docs/json',
    ])
      expect([path, (await ann.get(path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
  });

  test.each([
    [{ PUBLIC_URL: 'https://board.example.org' }, 'http://localhost', 403],
    [{ PUBLIC_URL: 'https://board.example.org' }, 'https://board.example.org', 201],
    [{ PUBLIC_URL: 'https://board.example.org' }, 'http://board.example.org', 403],
    [{ TRUST_PROXY: '127.0.0.1' }, 'http://localhost', 403],
    [{ TRUST_PROXY: '127.0.0.1' }, 'https://localhost', 201],
    [{}, 'http://localhost', 201],
  ])('of %j takes a page of %s for its own, or not: %i', async (env, origin, status) => {
    const server = await serve(env);
    const from = origin.includes('localhost') ? `${origin}:${server.port}` : origin;
    const headers = { origin: from, 'x-forwarded-proto': 'https' };
    expect((await person(`http://localhost:${server.port}`).post('/api/boards', {}, headers)).status).toBe(status);
  });

  test('on a page from elsewhere cannot change anything', async () => {
    const server = await serve({ ALLOWED_ORIGINS: 'https://friend.example' });
    const ann = person(server.url);
    for (const origin of [
      'https://evil.example',
      'null',
      `${server.url}.evil.example`,
      `http://localhost:${server.port + 1}`,
      'file://',
    ]) {
      const reply = await ann.post('/api/boards', {}, { origin });
      expect([origin, reply.status]).toEqual([origin, 403]);
    }
    expect((await ann.post('/api/boards', {}, { origin: 'https://friend.example' })).status).toBe(201);
    expect((await ann.post('/api/boards', {}, { origin: server.url })).status).toBe(201);
    expect((await fetch(`${server.url}/api/boards`, { method: 'POST' })).status).toBe(201);
  });

  test('lets a page of a named origin read what it is answered, and asks for it first', async () => {
    const friend = 'https://friend.example';
    const server = await serve({ ALLOWED_ORIGINS: `https://other.example, ${friend}` });
    const at = `${server.url}/api/boards`;
    const preflight = await fetch(at, {
      method: 'OPTIONS',
      headers: { origin: friend, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization, content-type, gesso-visitor');
    const made = await person(server.url).post('/api/boards', {}, { origin: friend });
    const missing = await person(server.url).request('GET', '/api/boards/nosuchboard', undefined, { origin: friend });
    const unknown = await person(server.url).request('GET', '/api/unknown', undefined, { origin: friend });
    expect([made.status, missing.status, unknown.status]).toEqual([201, 404, 404]);
    for (const { headers } of [preflight, made, missing, unknown]) {
      expect(headers.get('access-control-allow-origin')).toBe(friend);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('vary')?.toLowerCase()).toContain('origin');
    }
  });

  test('lets no page of any other origin read anything', async () => {
    const named = await serve({ ALLOWED_ORIGINS: 'https://friend.example' });
    for (const server of [await serve(), named]) {
      for (const origin of ['https://evil.example', 'https://friend.example.evil.example', 'null', server.url]) {
        for (const method of ['GET', 'OPTIONS', 'POST']) {
          const asked = { origin, 'access-control-request-method': 'POST' };
          const { headers } = await fetch(`${server.url}/api/boards`, { method, headers: asked });
          expect([origin, method, headers.get('access-control-allow-origin')]).toEqual([origin, method, null]);
        }
      }
    }
    const page = await fetch(named.url, { headers: { origin: 'https://friend.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('from an address that is not let in gets nothing', async () => {
    for (const lists of [{ DENY_IPS: '127.0.0.0/8,::1' }, { ALLOW_IPS: '10.0.0.0/8' }]) {
      const closed = await serve(lists);
      await expect(fetch(`${closed.url}/healthz`)).rejects.toThrow('fetch failed');
    }
    const local = await serve({ ALLOW_IPS: '127.0.0.1,::1' });
    expect((await fetch(`${local.url}/healthz`)).status).toBe(200);
  });

  test('behind a trusted proxy is known by its own address, and nobody else can claim one', async () => {
    const behind = await serve({ TRUST_PROXY: '127.0.0.1,::1', DENY_IPS: '203.0.113.9' });
    const ask = (url: string) => fetch(`${url}/healthz`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect((await ask(behind.url)).status).toBe(403);
    const direct = await serve({ DENY_IPS: '203.0.113.9' });
    expect((await ask(direct.url)).status).toBe(200);
  });
});

describe('one address', () => {
  /** Statuses of so many requests, each forwarded for the address given for it. */
  const asks = async (url: string, forwarded: readonly (string | undefined)[]): Promise<number[]> => {
    const statuses: number[] = [];
    for (const address of forwarded) {
      const headers = address === undefined ? {} : { 'x-forwarded-for': address };
      statuses.push((await fetch(`${url}/api/session`, { headers })).status);
    }
    return statuses;
  };

  test('gets so many answers a minute, sockets included, and is told when to come back', async () => {
    const server = await serve({ REQUESTS_PER_MINUTE: '3' });
    expect(await asks(server.url, Array(4).fill(undefined))).toEqual([200, 200, 200, 429]);
    const reply = await fetch(`${server.url}/api/boards`);
    expect(await reply.json()).toEqual(failureBody('RATE_LIMITED'));
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/x`);
    expect(await new Promise((resolve) => socket.once('error', ({ message }) => resolve(message)))).toContain('429');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('does not become another by saying so', async () => {
    const server = await serve({ REQUESTS_PER_MINUTE: '2' });
    expect(await asks(server.url, ['203.0.113.1', '203.0.113.2', '203.0.113.3'])).toEqual([200, 200, 429]);
  });

  test('is the one a trusted proxy names, and all of an IPv6 network of 64 bits', async () => {
    const server = await serve({ REQUESTS_PER_MINUTE: '2', TRUST_PROXY: '127.0.0.1,::1' });
    const v4 = ['203.0.113.1', '203.0.113.1', '203.0.113.1', '203.0.113.2'];
    expect(await asks(server.url, v4)).toEqual([200, 200, 429, 200]);
    const v6 = ['2001:db8::1', '2001:db8::ffff:1', '2001:db8::2:2', '2001:db8:0:1::1'];
    expect(await asks(server.url, v6)).toEqual([200, 200, 429, 200]);
  });

  test('tries six hundred keys or passwords a minute and not one more', async () => {
    const server = await serve();
    const { id } = await person(server.url).makesBoard();
    const attempt = async (): Promise<number> =>
      (await person(server.url).post(`/api/boards/${id}/join`, { key: 'no such key' })).status;
    const tried = await Promise.all(Array.from({ length: 601 }, attempt));
    expect(tried.filter((status) => status === 404).length).toBe(600);
    expect(tried.filter((status) => status === 429).length).toBe(1);
  });
});

describe('health', () => {
  test('tells that the server lives and takes newcomers', async () => {
    const server = await serve();
    const ann = person(server.url);
    expect((await ann.get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await ann.get('/readyz')).body).toEqual({ status: 'ready', store: 'ok' });
  });
});

test('a name that a proxy passed on is not ours where people come by another', () => {
  const config = readConfig({ PUBLIC_URL: 'https://board.example:8443', TRUST_PROXY: '10.0.0.0/8' });
  const asked = (host: string) => ({ host, secure: true, proxied: true, anyPort: true });
  expect(originAllowed('https://evil.example', asked('evil.example'), config)).toBe(false);
  expect(originAllowed('https://board.example:8443', asked('evil.example'), config)).toBe(true);
  expect(originAllowed('https://board.example', asked('board.example'), config)).toBe(true);
});
