import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { isPublicAddress } from '../src/config/addresses.ts';
import { post } from '../src/webhooks/post.ts';
import { edit } from './support/line.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server of somebody's own that is told. It answers with these, and with 204 from then on. */
const listener = async (...answers: readonly number[]) => {
  const heard: Heard[] = [];
  const left = [...answers];
  const server = createServer(async (request, answer) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    heard.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    answer.writeHead(left.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThis(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told = () => heard.map(({ body }) => JSON.parse(body) as { event: string; board: string; facts: object });
  return { heard, told, origin, url: `${origin}/gesso?team=sales` };
};

const posted = (url: string, anywhere: boolean) =>
  post(new URL(url), { body: '{}', headers: {}, anywhere, signal: new AbortController().signal });

/** A server whose clock is moved by hand, with a board and its owner. */
const boardAt = async (origins: string, env: Record<string, string> = {}) => {
  let at = 1_700_000_000_000;
  const server = await serve({ WEBHOOK_ORIGINS: origins, ...env }, { now: () => at });
  const owner = person(server.url);
  const made = await owner.makesBoard();
  const path = `/api/boards/${made.id}/webhooks`;
  return {
    server,
    owner,
    made,
    path,
    pass(ms: number) {
      at += ms;
    },
  };
};

test('what happens on a board is told, signed with the secret that its owner was given', async () => {
  const { url, origin, heard, told } = await listener();
  const { owner, made, path } = await boardAt(origin);
  const { status, body } = await owner.post(path, { url });
  expect(status).toBe(201);
  const { secret } = body as unknown as { secret: string };
  expect((await owner.get(path)).text).not.toContain(secret);
  await owner.post(`/api/boards/${made.id}/links`, { role: 'viewer' });
  await vi.waitFor(
    () => expect(told()).toMatchObject([{ event: 'link.create', board: made.id, facts: { role: 'viewer' } }]),
    {
      timeout: 15_000,
    },
  );
  const [message] = heard;
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(message?.headers['gesso-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', secret).update(`${seconds}.${message?.body}`).digest('hex'));
  expect(message?.headers).toMatchObject({ 'gesso-event': 'link.create', 'content-type': 'application/json' });
});

test('a board that is drawn on is told of once for all that was drawn meanwhile', async () => {
  const { url, origin, told } = await listener();
  const { owner, made, path, pass, server } = await boardAt(origin);
  await owner.post(path, { url, events: ['board.changed'] });
  for (const id of ['element-0001', 'element-0002'])
    expect((await owner.put(`/api/boards/${made.id}/document`, edit(new Y.Doc(), id))).status).toBe(204);
  pass(10_000);
  await vi.waitFor(() => expect(told()).toMatchObject([{ event: 'board.changed', board: made.id }]), {
    timeout: 15_000,
  });
  await server.close();
  expect(told()).toHaveLength(1);
});

test('what is not taken waits, also over a restart, and is sent again later; a redirection is followed nowhere', async () => {
  const { url, origin, heard } = await listener(503, 302);
  const { owner, made, path, pass, server } = await boardAt(origin);
  await owner.post(path, { url });
  await owner.post(`/api/boards/${made.id}/links`, { role: 'viewer' });
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 15_000 });
  await server.close();
  let later = 1_700_000_000_000 + 11_000;
  await serve({ WEBHOOK_ORIGINS: origin, DATA_DIR: server.folder }, { now: () => later });
  await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 15_000 });
  later += 60_000;
  await vi.waitFor(() => expect(heard).toHaveLength(3), { timeout: 15_000 });
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
  pass(0);
});

test('an address that is nobody’s any more is forgotten', async () => {
  const { url, origin } = await listener(410);
  const { owner, made, path } = await boardAt(origin);
  await owner.post(path, { url });
  await owner.post(`/api/boards/${made.id}/links`, { role: 'viewer' });
  await vi.waitFor(async () => expect(JSON.parse((await owner.get(path)).text)).toEqual({ webhooks: [] }), {
    timeout: 15_000,
  });
});

test('only the owner has them, of origins that are listed, and no more than five', async () => {
  const { origin, url } = await listener();
  const { owner, made, path, server } = await boardAt(origin);
  const editor = person(server.url);
  await editor.opens(made.edit);
  expect((await editor.get(path)).status).toBe(403);
  expect((await editor.post(path, { url })).status).toBe(403);
  expect((await person(server.url).post(path, { url })).status).toBe(404);
  for (const wrong of [
    'https://elsewhere.example/',
    'ftp://127.0.0.1/',
    url.replace('//', '//me:pass@'),
    'javascript:1',
  ])
    expect((await owner.post(path, { url: wrong })).body.code, wrong).toBe('FORBIDDEN');
  expect((await owner.post(path, { url: 'nowhere' })).body.code).toBe('MALFORMED');
  expect((await owner.post(path, { url, events: ['everything'] })).body.code).toBe('MALFORMED');
  for (let i = 0; i < 5; i++) expect((await owner.post(path, { url })).status).toBe(201);
  expect((await owner.post(path, { url })).body.code).toBe('TOO_LARGE');
  const { webhooks } = JSON.parse((await owner.get(path)).text) as { webhooks: { id: string }[] };
  expect((await owner.delete(`${path}/${webhooks[0]?.id}`)).status).toBe(204);
  expect((await owner.delete(`${path}/${webhooks[0]?.id}`)).status).toBe(404);
});

test('nothing is told where the operator says nothing', async () => {
  const { url } = await listener();
  const { owner, path } = await boardAt('none');
  expect((await owner.post(path, { url })).body.code).toBe('FORBIDDEN');
});

test('who answers in another protocol, or not at all, holds up nobody else', async () => {
  const strange = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    );
  });
  const silent = createRawServer((socket) => socket.on('error', () => undefined).resume());
  const origins: string[] = [];
  for (const server of [strange, silent]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterThis(() => server.close());
    origins.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
  expect(await posted(origins[0] ?? '', false)).toMatchObject({ status: undefined });
  const { url, origin, told } = await listener();
  const { owner, made, path } = await boardAt([...origins, origin].join(','));
  for (const one of [...origins, url]) expect((await owner.post(path, { url: one })).status).toBe(201);
  for (const role of ['viewer', 'commenter']) await owner.post(`/api/boards/${made.id}/links`, { role });
  await vi.waitFor(() => expect(told()).toHaveLength(2), { timeout: 9_000 });
});

test('a board that is given away is told of to nobody any more', async () => {
  const { url, origin } = await listener();
  const { owner, made, path, server } = await boardAt(origin);
  await owner.post(path, { url });
  const ben = person(server.url);
  await ben.opens(made.edit);
  const { id } = (await ben.get('/api/session')).body;
  expect((await owner.post(`/api/boards/${made.id}/owner`, { person: id })).status).toBe(204);
  expect(JSON.parse((await ben.get(path)).text)).toEqual({ webhooks: [] });
});

test('where anybody may be told, nothing inside is asked, by address or by name', async () => {
  const { url, heard } = await listener();
  expect(await posted(url, true)).toMatchObject({ status: undefined });
  expect(await posted(url.replace('127.0.0.1', 'localhost'), true)).toMatchObject({
    status: undefined,
  });
  expect(await posted(url.replace('127.0.0.1', '[::ffff:127.0.0.1]'), true)).toMatchObject({
    status: undefined,
  });
  expect(heard).toEqual([]);
  expect(await posted(url, false)).toEqual({ status: 204 });
});

test.each([
  ['93.184.215.14', true],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['fd00::1', false],
  ['::ffff:0:127.0.0.1', false],
  ['3fff::1', false],
  ['5f00::1', false],
  ['192.88.99.1', false],
  ['localhost', false],
])('the Internet leads to %s: %s', (address, leads) => {
  expect(isPublicAddress(address)).toBe(leads);
});
