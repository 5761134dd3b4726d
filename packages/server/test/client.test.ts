import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createBoard } from '@gesso/client';
import type { Failure } from '@gesso/crdt-schema';
import { expect, test, vi } from 'vitest';
import { openSession } from '../../client/src/session.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

type Options = Parameters<typeof connect>[1];

/** A client that is closed when the test ends. */
const joins = async (link: string, options?: Options) => {
  const client = await connect(link, options);
  afterThis(client.close);
  return client;
};

/** A board of a program, and the link to it. */
const madeAt = async (url: string) => {
  const { client, link } = await createBoard(url, { title: 'Standup' });
  afterThis(client.close);
  return { client, link };
};

const note = (text: string, x = 0) => ({ kind: 'sticky', x, y: 0, width: 200, height: 200, text });

test('a program makes a board, adds to it, and another reads that under its name', async () => {
  const { url } = await serve();
  const { client, link } = await madeAt(url);
  expect(client).toMatchObject({ role: 'owner', name: 'Standup' });
  const [id = ''] = client.add(note('done'));
  await client.saved();
  const other = await joins(link, { name: 'Reader' });
  expect(other.role).toBe('editor');
  expect(other.you.name).toBe('Reader');
  expect(other.get(id)).toMatchObject({ kind: 'sticky', text: 'done' });
  expect(other.elements()).toHaveLength(1);
});

test('what one does is told to the other as a change, a group of edits as one', async () => {
  const { url } = await serve();
  const { client, link } = await madeAt(url);
  const other = await joins(link);
  const heard = vi.fn();
  other.onChange(heard);
  const own = vi.fn();
  const stop = client.onChange(own);
  const ids = client.edit(() => [...client.add([note('a'), note('b', 220)]), ...client.add(note('c', 440))]);
  await client.saved();
  await vi.waitFor(() => expect(other.elements()).toHaveLength(3));
  expect(own).toHaveBeenCalledOnce();
  expect(own.mock.lastCall).toMatchObject([{ added: ids.map((id) => ({ id })), mine: true }]);
  expect(heard.mock.lastCall).toMatchObject([{ mine: false }]);
  stop();
  client.patch(ids[0] ?? '', { text: 'A', x: 12 });
  client.remove(ids.slice(1));
  await vi.waitFor(() => expect(other.elements()).toMatchObject([{ text: 'A', x: 12 }]));
  expect(own).toHaveBeenCalledOnce();
});

test('saved is what a server that begins anew still has; a client comes back to it by itself, with what was added meanwhile', async () => {
  const first = await serve();
  const { client, link } = await madeAt(first.url);
  client.add(note('before'));
  await client.saved();
  await first.close();
  client.add(note('while it was away', 220));
  const again = await serve({ DATA_DIR: first.folder, PORT: new URL(first.url).port });
  await client.saved();
  await again.close();
  const last = await serve({ DATA_DIR: first.folder, PORT: new URL(first.url).port });
  expect(last.url).toBe(first.url);
  const other = await joins(link);
  expect(other.elements()).toMatchObject([{ text: 'before' }, { text: 'while it was away' }]);
});

test('who may only look reads, and is refused here what the server would refuse', async () => {
  const { url } = await serve();
  const owner = person(url);
  const made = await owner.makesBoard();
  const viewer = await joins(made.view.url);
  expect(viewer.role).toBe('viewer');
  expect(() => viewer.add(note('no'))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(() => viewer.remove('x')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});

test('what is no element is refused with what is wrong with it, and nothing is added', async () => {
  const { url } = await serve();
  const { client } = await madeAt(url);
  expect(() => client.add([note('fine'), { kind: 'rect', x: 0, y: 0, width: 'wide', height: 1 }])).toThrow(
    expect.objectContaining({ code: 'MALFORMED', detail: 'rect.width' }),
  );
  expect(client.elements()).toEqual([]);
});

test('a link that is turned off ends its clients, and says why', async () => {
  const { url } = await serve();
  const owner = person(url);
  const made = await owner.makesBoard();
  const guest = await joins(made.edit.url);
  await owner.delete(`/api/boards/${made.id}/links/${made.edit.id}`);
  await vi.waitFor(() => expect(guest.saved()).rejects.toMatchObject({ code: 'REVOKED' }));
});

test('a link with a password, one that leads nowhere and what is none say what is the matter', async () => {
  const { url } = await serve();
  const owner = person(url);
  const made = await owner.makesBoard();
  const { body: link } = await owner.post(`/api/boards/${made.id}/links`, { role: 'editor', password: 'open sesame' });
  const refusal = (address: string, options?: Options): Promise<Failure['code']> =>
    connect(address, options).then(
      () => expect.unreachable(),
      ({ code }: Failure) => code,
    );
  expect(await refusal(link.url)).toBe('PASSWORD_REQUIRED');
  expect((await joins(link.url, { password: 'open sesame' })).role).toBe('editor');
  expect(await refusal(`${url}/b/nothing#k=nothing`)).toBe('NO_SUCH_BOARD');
  expect(await refusal(`${url}/boards`)).toBe('MALFORMED');
  expect(await refusal('javascript:alert(1)')).toBe('MALFORMED');
  expect(await refusal('http://127.0.0.1:1/b/nothing#k=nothing')).toBe('UNREACHABLE');
});

test('a program that comes back with its cookie is the same person', async () => {
  const { url } = await serve();
  const { client, link } = await madeAt(url);
  client.close();
  const again = await joins(link.replace(/#.*/, ''), { cookie: client.cookie });
  expect(again).toMatchObject({ role: 'owner', you: { id: client.you.id } });
});

test('a picture is made of what was saved', async () => {
  const { url } = await serve();
  const { client } = await madeAt(url);
  const [id = ''] = client.add({ kind: 'frame', x: 0, y: 0, width: 300, height: 200, name: 'Plan' });
  client.add({ kind: 'rect', x: 20, y: 20, width: 100, height: 50 });
  await client.saved();
  const png = await client.export('png', { scale: 1, padding: 0, frame: id });
  expect([...png.subarray(1, 4)]).toEqual([...new TextEncoder().encode('PNG')]);
  expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBeGreaterThanOrEqual(300);
  expect(new TextDecoder().decode(await client.export('svg'))).toMatch(/^<svg/);
});

test('what is larger than the server takes as one update is saved as well', async () => {
  const { url } = await serve();
  const { client, link } = await madeAt(url);
  const text = 'A long sentence that says the same again and again. '.repeat(20);
  client.add(Array.from({ length: 1_500 }, (_, i) => note(`${i} ${text}`, 220 * i)));
  client.add(note('and one more'));
  await client.saved();
  const other = await joins(link);
  expect(other.elements()).toHaveLength(1_501);
});

test('a cookie that a proxy sets on the way is sent with that of the session, and in its place', async () => {
  const { url } = await serve();
  const proxy = createServer(async (request, answer) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { connection: _, host: _host, 'content-length': _length, ...headers } = request.headers;
    const body = pieces.length === 0 ? {} : { body: Buffer.concat(pieces) };
    const given = await fetch(`${url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...body,
    });
    answer.writeHead(given.status, {
      'content-type': given.headers.get('content-type') ?? 'text/plain',
      'set-cookie': ['sticky=node-2; Path=/', ...given.headers.getSetCookie()],
    });
    answer.end(Buffer.from(await given.arrayBuffer()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  afterThis(() => proxy.close());
  const session = openSession(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, {});
  await session.ask('POST', '/api/boards', {});
  const { id } = (await (await session.ask('GET', '/api/session')).json()) as { id: string };
  expect(((await (await session.ask('PATCH', '/api/session', { name: 'Reader' })).json()) as { id: string }).id).toBe(
    id,
  );
  expect(session.cookie).toMatch(/^sticky=node-2; .+=/);
});
