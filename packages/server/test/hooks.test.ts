import { createServer } from 'node:http';
import { Failure, failureBody } from '@gesso/crdt-schema';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hooks } from '../src/auth/hooks.ts';
import type { AuditRecord } from '../src/stores/repositories.ts';
import { closeOf, edit, frames, line } from './support/line.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

/** A host application that knows its people by a header, and its boards by their own names. */
const host = (extra: Partial<Hooks> = {}): Partial<Hooks> => ({
  authenticate: ({ headers }) => {
    const id = headers['x-user'];
    return typeof id === 'string' ? { id, name: id.toUpperCase() } : null;
  },
  authorize: ({ id }, board) => {
    if (board.startsWith('team-')) return id === 'ann' ? { role: 'editor', create: true } : { role: 'viewer' };
    return null;
  },
  ...extra,
});

const asUser = (url: string, user: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { ...init, headers: { 'x-user': user } });

describe('a host application', () => {
  test('says who people are and what they may do, and nobody else gets in', async () => {
    const server = await serve({}, { hooks: host() });
    const { url } = server;
    expect(await (await asUser(url, 'ann', '/api/session')).json()).toMatchObject({
      id: 'ann',
      name: 'ANN',
      signedIn: true,
    });
    expect((await fetch(`${url}/api/session`)).status).toBe(401);
    expect((await asUser(url, 'ben', '/api/boards/team-1')).status).toBe(404);
    expect(await (await asUser(url, 'ann', '/api/boards/team-1')).json()).toMatchObject({
      id: 'team-1',
      role: 'editor',
    });
    expect(await (await asUser(url, 'ben', '/api/boards/team-1')).json()).toMatchObject({
      id: 'team-1',
      role: 'viewer',
    });
    expect((await asUser(url, 'ann', '/api/boards/private-1')).status).toBe(404);
    expect((await asUser(url, 'ann', '/api/boards/team-%2e')).status).toBe(404);
  });

  test('says it for sockets too', async () => {
    const server = await serve({}, { hooks: host() });
    const socket = (user: string, board: string) =>
      line(`${server.url.replace('http', 'ws')}/sync/${board}?gesso=1`, { 'x-user': user, origin: server.url });
    const ann = await socket('ann', 'team-1');
    expect(await ann.hears('role')).toMatchObject({ role: 'editor', you: { id: 'ann', name: 'ANN' } });
    const ben = await socket('ben', 'team-1');
    ann.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await ben.hears('update');
    expect(await (await socket('ben', 'other')).closed).toEqual(closeOf('NO_SUCH_BOARD'));
    const nobody = await line(`${server.url.replace('http', 'ws')}/sync/team-1`, { origin: server.url });
    expect(await nobody.closed).toEqual(closeOf('UNAUTHENTICATED'));
  });

  test('whose people have names of any form still tells them apart', async () => {
    const server = await serve({}, { hooks: host() });
    const me = (await (await asUser(server.url, 'auth0|5/ü', '/api/session')).json()) as { id: string };
    expect(me.id).toMatch(/^id-[\w-]{43}$/);
  });

  test('that throws refuses', async () => {
    const broken = {
      authorize: () => {
        throw new Error('directory is down');
      },
    };
    const server = await serve({}, { hooks: host(broken) });
    expect((await asUser(server.url, 'ann', '/api/boards/team-1')).status).toBe(500);
    const socket = await line(`${server.url.replace('http', 'ws')}/sync/team-1`, {
      'x-user': 'ann',
      origin: server.url,
    });
    expect(await socket.closed).toEqual(closeOf('INTERNAL'));
  });

  test('sees what happens, and may refuse an update', async () => {
    const seen: string[] = [];
    const audited: AuditRecord[] = [];
    const server = await serve(
      {},
      {
        idleMs: 0,
        hooks: {
          beforeUpdate: (update, { board, role }) => {
            seen.push(`before ${board.length} ${role}`);
            if (update.length > 200) throw new Failure('TOO_LARGE');
          },
          onStored: (_board, bytes) => seen.push(`stored ${bytes > 0}`),
          onBoardOpen: () => seen.push('open'),
          onBoardClosed: () => seen.push('closed'),
          onAudit: (record) => audited.push(record),
        },
      },
    );
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const socket = await ann.connects(board.id);
    socket.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await socket.hears('saved');
    socket.send(frames.update(edit(new Y.Doc(), 'element-0002', { k: 'r', note: 'x'.repeat(500) })));
    expect(await socket.closed).toEqual(closeOf('TOO_LARGE'));
    await server.close();
    expect(seen.slice(0, 4)).toEqual(['open', 'before 16 owner', 'stored true', 'before 16 owner']);
    expect(audited).toMatchObject([{ event: 'board.create', board: board.id }]);
  });
});

describe('a host application that gives rights on parts of a board', () => {
  const rename = (url: string, user: string, title: string) =>
    fetch(`${url}/api/boards/team-1`, {
      method: 'PATCH',
      headers: { 'x-user': user, 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ title }),
    });
  const socketOf = (url: string, user: string) =>
    line(`${url.replace('http', 'ws')}/sync/team-1?gesso=1`, { 'x-user': user, origin: url });
  const hooks = (mayTouch: Hooks['mayTouch']): Partial<Hooks> =>
    host({ authorize: () => ({ role: 'editor', create: true }), ...(mayTouch === undefined ? {} : { mayTouch }) });

  test('is asked what an update touches, by whom and where, and its answer holds', async () => {
    const asked: unknown[] = [];
    const onlyElements: Hooks['mayTouch'] = ({ roots, elements }, { board, person: { id }, role }) => {
      asked.push([[...roots], [...elements], board, id, role]);
      return [...roots].every((root) => root === 'elements');
    };
    const { url } = await serve({}, { hooks: hooks(onlyElements) });
    const ann = await socketOf(url, 'ann');
    ann.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await ann.hears('saved')).toMatchObject({ count: 1 });
    const doc = new Y.Doc();
    doc.getMap('ov').set('element-0001:x', 7);
    const ben = await socketOf(url, 'ben');
    ben.send(frames.update(Y.encodeStateAsUpdate(doc)));
    expect(await ben.closed).toEqual(closeOf('FORBIDDEN'));
    expect(asked).toEqual([
      [['elements'], ['element-0001'], 'team-1', 'ann', 'editor'],
      [['overrides'], ['element-0001'], 'team-1', 'ben', 'editor'],
    ]);
    // The same for the name of a board, on which somebody is.
    expect((await rename(url, 'ann', 'Plan')).status).toBe(403);
  });

  test('is asked of the name of a board that nobody has open, too', async () => {
    const { url } = await serve({}, { hooks: hooks(({ roots }) => !roots.has('meta')) });
    await asUser(url, 'ann', '/api/boards/team-1');
    expect((await rename(url, 'ann', 'Plan')).status).toBe(403);
  });

  test.each<[string, () => unknown]>([
    ['throws', () => expect.fail('no directory')],
    ['answers nothing', () => undefined],
  ])('and %s refuses', async (_, answer) => {
    const { url } = await serve({}, { hooks: hooks(answer as Hooks['mayTouch']) });
    const ann = await socketOf(url, 'ann');
    ann.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await ann.closed).toEqual(closeOf('FORBIDDEN'));
  });
});

describe('a JSON Web Token', () => {
  const secret = 'a secret that is long enough for HS256';
  const key = new TextEncoder().encode(secret);
  const token = (claims: Record<string, unknown>, alg = 'HS256') => new SignJWT(claims).setProtectedHeader({ alg });
  const env = {
    AUTH_JWT_SECRET: secret,
    AUTH_JWT_ISSUER: 'https://login.example',
    AUTH_JWT_AUDIENCE: 'gesso',
    WHO_CAN_CREATE: 'signed-in',
  };
  const good = () =>
    token({ name: 'Ann' })
      .setSubject('ann')
      .setIssuer('https://login.example')
      .setAudience('gesso')
      .setExpirationTime('5m')
      .sign(key);
  const session = (url: string, bearer: string) =>
    fetch(`${url}/api/session`, { headers: { authorization: `Bearer ${bearer}` } });

  test('signs its bearer in, over HTTP and on sockets', async () => {
    const server = await serve(env);
    const bearer = await good();
    expect(await (await session(server.url, bearer)).json()).toMatchObject({ id: 'ann', name: 'Ann', signedIn: true });
    const made = await fetch(`${server.url}/api/boards`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(made.status).toBe(201);
    const { board } = (await made.json()) as { board: { id: string } };
    const socket = await line(`${server.url.replace('http', 'ws')}/sync/${board.id}?gesso=1&token=${bearer}`, {});
    expect(await socket.hears('role')).toMatchObject({ role: 'owner', you: { id: 'ann' } });
    expect((await person(server.url).post('/api/boards')).body).toEqual(failureBody('FORBIDDEN'));
  });

  test('that does not hold is refused, in a way a browser can see', async () => {
    const server = await serve(env);
    const whole = (alg?: string) =>
      token({}, alg).setSubject('ann').setIssuer('https://login.example').setAudience('gesso').setExpirationTime('5m');
    const bad = {
      unsigned: new UnsecuredJWT({})
        .setSubject('ann')
        .setIssuer('https://login.example')
        .setAudience('gesso')
        .setExpirationTime('5m')
        .encode(),
      'another secret': await whole().sign(new TextEncoder().encode('another secret of the same length!!!!')),
      'another algorithm': await whole('HS512').sign(key),
      expired: await whole().setExpirationTime('-1m').sign(key),
      'for others': await whole().setAudience('mail').sign(key),
      'from others': await whole().setIssuer('https://evil.example').sign(key),
      'without end': await token({})
        .setSubject('ann')
        .setIssuer('https://login.example')
        .setAudience('gesso')
        .sign(key),
      'of nobody': await token({})
        .setIssuer('https://login.example')
        .setAudience('gesso')
        .setExpirationTime('5m')
        .sign(key),
      nonsense: 'a.b.c',
    };
    for (const [name, bearer] of Object.entries(bad)) {
      const reply = await session(server.url, bearer);
      expect([name, reply.status, await reply.json()]).toEqual([name, 401, failureBody('UNAUTHENTICATED')]);
    }
    const socket = await line(`${server.url.replace('http', 'ws')}/sync/AAAAAAAAAAAAAAAA?token=${bad.expired}`, {});
    expect(await socket.closed).toEqual(closeOf('UNAUTHENTICATED'));
  });

  test.each([
    ['behind', -10, { expired: 200, lasting: 200 }],
    ['ahead', 10, { expired: 401, lasting: 401 }],
  ])('holds by the time that all servers have in common, whose own clocks may be %s', async (_, minutes, expected) => {
    // What a server on one database with others goes by instead of its own clock.
    const { url } = await serve(env, { now: () => Date.now() + minutes * 60_000 });
    const until = (time: string) =>
      token({})
        .setSubject('ann')
        .setIssuer('https://login.example')
        .setAudience('gesso')
        .setExpirationTime(time)
        .sign(key);
    const status = async (time: string) => (await session(url, await until(time))).status;
    expect({ expired: await status('-1m'), lasting: await status('5m') }).toEqual(expected);
  });

  test('is checked against the issuer’s public keys', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] };
    const issuer = createServer((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks)),
    );
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    afterThis(() => issuer.close());
    const address = issuer.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const server = await serve({ AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys` });
    const signed = new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: '1' })
      .setSubject('ben')
      .setExpirationTime('5m');
    expect(await (await session(server.url, await signed.sign(privateKey))).json()).toMatchObject({
      id: 'ben',
      signedIn: true,
    });
    expect((await session(server.url, await good())).status).toBe(401);
  });
});
