import { readFileSync, writeFileSync } from 'node:fs';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request } from 'node:https';
import { connect as dial } from 'node:net';
import path from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readConfig } from '../src/config/config.ts';
import { exposureWarning, refuseInsecureExposure } from '../src/config/insecure-exposure.ts';
import { securePlace } from '../src/http/https-redirect.ts';
import { newCertificate } from './support/certificate.ts';
import { spawnServer } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

const certified = (serial: number) => {
  const folder = newFolder();
  const files = { TLS_CERT: path.join(folder, 'cert.pem'), TLS_KEY: path.join(folder, 'key.pem') };
  const renew = (next: number): void => {
    const { cert, key } = newCertificate(next);
    writeFileSync(files.TLS_CERT, cert);
    writeFileSync(files.TLS_KEY, key);
  };
  renew(serial);
  return { files, renew };
};

/** Serial number of the certificate a server shows. */
const serialOf = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.on('error', reject);
  });

const post = (
  url: string,
  ca: Buffer,
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, agent: false }, (reply) =>
      resolve({ status: reply.resume().statusCode, headers: reply.headers }),
    );
    sent.on('error', reject);
    sent.end();
  });

describe('a server with a certificate of its own', () => {
  test('speaks HTTPS and wss, gives cookies only HTTPS carries, and tells browsers to stay', async () => {
    const { files } = certified(1);
    const server = await serve(files);
    const ca = readFileSync(files.TLS_CERT);
    expect(server.url).toBe(`https://localhost:${server.port}`);
    const { status, headers } = await post(`${server.url}/api/boards`, ca);
    expect(status).toBe(201);
    expect(String(headers['set-cookie'])).toMatch(/^__Host-gesso=.*; HttpOnly; Secure/);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['content-security-policy']).toContain(`wss://localhost:${server.port};`);

    const socket = new WebSocket(`${server.url.replace('https', 'wss')}/sync/nosuchboard`, { ca });
    afterThis(() => socket.terminate());
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4401);
  });

  test('shows a new one after reloading, and keeps the old one when the new one does not hold', async () => {
    const { files, renew } = certified(1);
    const server = await serve(files);
    expect(await serialOf(server.port)).toBe('01');
    renew(2);
    server.reloadCertificate();
    expect(await serialOf(server.port)).toBe('02');
    writeFileSync(files.TLS_KEY, newCertificate(3).key);
    server.reloadCertificate();
    expect(await serialOf(server.port)).toBe('02');
  });

  test('reloads it when told by SIGHUP', async () => {
    const { files, renew } = certified(1);
    const server = spawnServer({ ...files, DATA_DIR: newFolder(), LOG_LEVEL: 'info' });
    const port = Number(new URL(await server.url).port);
    renew(7);
    const told = new Promise<void>((resolve) => {
      server.child.stderr?.on('data', (bytes: Buffer) => bytes.includes('tls.reload') && resolve());
    });
    server.child.kill('SIGHUP');
    await told;
    expect(await serialOf(port)).toBe('07');
  });

  test('does not start with files that do not belong together', async () => {
    const { files } = certified(1);
    writeFileSync(files.TLS_KEY, newCertificate(2).key);
    await expect(serve(files)).rejects.toThrow(/^TLS_CERT and TLS_KEY \(.*\) cannot be used: /);
  });
});

describe('a port for plain HTTP beside a certificate', () => {
  const ask = (port: number | undefined, at: string, options: RequestOptions = {}) =>
    new Promise<{ status: number | undefined; location: string | undefined; body: string }>((resolve, reject) => {
      const sent = plainRequest({ port, path: at, agent: false, ...options }, (reply) => {
        let body = '';
        reply.on('data', (bytes: Buffer) => {
          body += bytes.toString();
        });
        reply.on('end', () => resolve({ status: reply.statusCode, location: reply.headers.location, body }));
      });
      sent.on('error', reject);
      sent.end();
    });
  const open = async (env: Record<string, string> = {}) => {
    const { files } = certified(1);
    return serve({ ...files, HTTP_PORT: '0', ...env });
  };

  test('sends pages to HTTPS, under the name they were asked for or the public one', async () => {
    const server = await open();
    const at = '/b/AAAAAAAAAAAAAAAA?x=1';
    const sent = await ask(server.httpPort, at);
    expect([sent.status, sent.location]).toEqual([308, `https://localhost:${server.port}${at}`]);
    const head = await ask(server.httpPort, '/', { method: 'HEAD', headers: { host: '[::1]:80' } });
    expect([head.status, head.location]).toEqual([308, `https://[::1]:${server.port}/`]);
    const named = await open({ PUBLIC_URL: 'https://draw.example' });
    const away = await ask(named.httpPort, at, { headers: { host: 'evil.example' } });
    expect([away.status, away.location]).toEqual([308, `https://draw.example${at}`]);
  });

  test.each<[string, string, RequestOptions]>([
    ['what would change something', '/', { method: 'POST' }],
    ['the API', '/api/boards', {}],
    ['the relay', '/sync/x', {}],
    ['a name that is none', '/', { headers: { host: 'a b/<x>' } }],
    ['an address of a proxy', 'http://evil.example/', {}],
  ])('refuses %s', async (_what, at, options) => {
    const { status, location, body } = await ask((await open()).httpPort, at, options);
    expect([status, location, JSON.parse(body).code]).toEqual([400, undefined, 'MALFORMED']);
  });

  test('refuses sockets and tunnels', async () => {
    const { httpPort = 0 } = await open();
    const said = (text: string) =>
      new Promise<string>((resolve) => {
        let heard = '';
        const socket = dial(httpPort, 'localhost', () => socket.write(text));
        socket.on('data', (bytes) => {
          heard += bytes.toString();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(heard));
      });
    const upgrade = 'GET /sync/x HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    expect(await said(upgrade)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await said('CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n')).not.toContain(' 200 ');
    expect(await said('\x16\x03\x01 not HTTP at all\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await ask(httpPort, '/')).status).toBe(308);
  });

  test('is closed to addresses that are kept out, and closes with the server', async () => {
    const closed = await open({ DENY_IPS: '127.0.0.0/8,::1' });
    await expect(ask(closed.httpPort, '/')).rejects.toThrow();
    const server = await open();
    await server.close();
    await expect(ask(server.httpPort, '/')).rejects.toThrow('ECONNREFUSED');
  });

  test('leaves the standard port out of the address', () => {
    const asked = { method: 'GET', url: '/', headers: { host: 'draw.example:80' } };
    expect(securePlace(asked, { publicUrl: undefined }, 443)).toBe('https://draw.example/');
  });
});

describe('an address people are promised over HTTPS', () => {
  const env = { PUBLIC_URL: 'https://draw.example', TRUST_PROXY: '10.0.0.1' };
  const ask = (url: string, init: RequestInit = {}) => fetch(url, { redirect: 'manual', ...init });

  test('sends pages that come in the clear there, and refuses everything else', async () => {
    const server = await serve(env);
    const at = `http://localhost:${server.port}`;
    const page = await ask(`${at}/b/AAAAAAAAAAAAAAAA?x=1`);
    expect([page.status, page.headers.get('location')]).toEqual([308, 'https://draw.example/b/AAAAAAAAAAAAAAAA?x=1']);
    expect((await ask(`${at}/api/boards`)).status).toBe(400);
    expect((await ask(`${at}/api/boards`, { method: 'POST' })).status).toBe(400);
    for (const unknown of ['/api/unknown?k=secret', '/sync/a/b', '/api/unknown/deep'])
      expect([unknown, (await ask(`${at}${unknown}`)).status]).toEqual([unknown, 400]);
    expect(
      (
        await ask(`${at}/sync/x`, { headers: { upgrade: 'websocket', connection: 'upgrade' } }).catch(() => ({
          status: 400,
        }))
      ).status,
    ).toBe(400);
    expect((await ask(`${at}/healthz`)).status).toBe(200);
  });

  test('is served to a proxy that says people came by HTTPS, with the exact address of its sockets', async () => {
    const server = await serve({ ...env, TRUST_PROXY: '127.0.0.1,::1' });
    const at = `http://localhost:${server.port}/api/boards`;
    const reply = await ask(at, { method: 'POST', headers: { 'x-forwarded-proto': 'https' } });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('set-cookie')).toMatch(/^__Host-gesso=.*Secure/);
    expect(reply.headers.get('content-security-policy')).toContain("connect-src 'self' wss://draw.example;");
    expect((await ask(at, { headers: { 'x-forwarded-proto': 'http' } })).status).toBe(400);
  });
});

describe('an address without encryption', () => {
  const config = (env: Record<string, string>) => readConfig(env, '/srv/gesso');
  const refused = (env: Record<string, string>): boolean => {
    try {
      refuseInsecureExposure(config(env));
      return false;
    } catch {
      return true;
    }
  };

  test.each([
    [{ PUBLIC_URL: 'http://draw.example.org' }, true],
    [{ PUBLIC_URL: 'http://203.0.113.9' }, true],
    [{ HOST: '203.0.113.9' }, true],
    [{ PUBLIC_URL: 'http://draw.example.org', ALLOW_INSECURE: '1' }, false],
    [{ PUBLIC_URL: 'https://draw.example.org' }, false],
    [{ PUBLIC_URL: 'http://nas.local:3000', HOST: '0.0.0.0' }, false],
    [{ PUBLIC_URL: 'http://192.168.1.20:3000' }, false],
    [{ HOST: '0.0.0.0' }, false],
    [{}, false],
  ])('%o is refused: %s', (env, expected) => {
    expect(refused(env)).toBe(expected);
  });

  test('in a home network works, with a word of warning', () => {
    expect(exposureWarning(config({ HOST: '0.0.0.0' }))).toContain('Not encrypted');
    expect(exposureWarning(config({}))).toBeUndefined();
    expect(exposureWarning(config({ PUBLIC_URL: 'https://draw.example' }))).toContain('TRUST_PROXY');
    expect(exposureWarning(config({ PUBLIC_URL: 'https://draw.example', TRUST_PROXY: '10.0.0.1' }))).toBeUndefined();
  });

  test('on the Internet ends the start with a sentence', async () => {
    const server = spawnServer({ DATA_DIR: newFolder(), PUBLIC_URL: 'http://draw.example.org' });
    expect((await server.exit).code).toBe(1);
    expect(server.output()).toContain('ALLOW_INSECURE=1');
  });
});
