import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { withPreview } from '../src/http/link-preview.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';

const page = '<!doctype html><head><title>Gesso</title></head><body><div id="app"></div></body>';

const builtClient = (): string => {
  const folder = path.join(newFolder(), 'dist');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'index.html'), page);
  return folder;
};

/** All that a stranger without a session is answered, but what is another for every request. */
const asStranger = async (url: string) => {
  const { status, headers, body } = await fetch(url, { headers: { accept: 'text/html' } }).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    body: Buffer.from(await answer.arrayBuffer()),
  }));
  const same = [...headers].filter(([name]) => !/^(date|x-ratelimit|ratelimit)/.test(name));
  return { status, headers: Object.fromEntries(same), body };
};

const draw = async (who: Someone, { id }: Pick<NewBoard, 'id'>): Promise<void> => {
  const doc = createBoardDoc();
  openBoard(doc).edit((writer) => {
    writer.add({ kind: 'rect', x: 0, y: 0, width: 300, height: 200, fill: '#c2255c' });
  });
  await who.put(`/api/boards/${id}/document`, Y.encodeStateAsUpdate(doc));
};

const setUp = async (env = {}) => {
  const { port } = await serve(env, { client: builtClient() });
  const server = { url: `http://127.0.0.1:${port}` };
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const rename = (title: string) => ann.patch(`/api/boards/${board.id}`, { title });
  const show = (shown: boolean, who = ann) => who.request('PUT', `/api/boards/${board.id}/previews`, { shown });
  const pageOf = (id = board.id) => asStranger(`${server.url}/b/${id}`);
  const pictureOf = (id = board.id) => asStranger(`${server.url}/api/boards/${id}/preview.png`);
  return { server, ann, board, rename, show, pageOf, pictureOf };
};

describe('a link that is passed on', () => {
  test('shows nothing of a board, nor whether there is one, unless its owner says so', async () => {
    const { ann, board, rename, pageOf, pictureOf } = await setUp();
    await rename('Secret plan');
    await draw(ann, board);
    const nobodys = 'A'.repeat(board.id.length);
    expect((await pageOf()).body.toString()).toBe(page);
    expect(await pageOf()).toEqual(await pageOf(nobodys));
    const [picture, none] = [await pictureOf(), await pictureOf(nobodys)];
    expect(picture.status).toBe(404);
    expect(picture).toEqual(none);
  });

  test('shows its name and picture where the owner says so, and nothing once they say no', async () => {
    const { server, ann, board, rename, show, pageOf, pictureOf } = await setUp();
    await rename(`Q3 "plan" <script>alert('1')</script> & more $& $1`);
    await draw(ann, board);
    const before = [await pageOf(), await pictureOf()];
    expect((await show(true)).status).toBe(204);
    expect((await ann.get(`/api/boards/${board.id}`)).body).toMatchObject({ previews: true });
    const shown = await pageOf();
    const text = shown.body.toString();
    const name = 'Q3 &quot;plan&quot; &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; more $&amp; $1';
    expect(text).toContain(`<title>${name}</title>`);
    expect(text).toContain(`<meta property="og:title" content="${name}" />`);
    expect(text).toContain('<meta name="twitter:card" content="summary_large_image" />');
    expect(text).not.toContain('<script>');
    expect(text).toContain('<div id="app"></div>');
    expect(shown.headers['content-security-policy']).toBe(before[0]?.headers['content-security-policy']);
    const [, address = ''] = /property="og:image" content="([^"]*)"/.exec(text) ?? [];
    expect(address).toBe(`${server.url}/api/boards/${board.id}/preview.png`);
    const picture = await asStranger(address);
    expect(picture.headers).toMatchObject({
      'content-type': 'image/png',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(picture.headers['set-cookie']).toBeUndefined();
    const { dominant } = await sharp(picture.body).stats();
    expect(dominant.r).toBeGreaterThan(150);
    const again = await fetch(address, { headers: { 'if-none-match': picture.headers['etag'] ?? '' } });
    expect(again.status).toBe(304);
    await expect(again.text()).resolves.toBe('');

    await show(false);
    expect([await pageOf(), await pictureOf()]).toEqual(before);
    expect((await ann.get(`/api/boards/${board.id}`)).body).not.toHaveProperty('previews');
  });

  test('has no name where the board has none, is made from the address people use, and shows nothing of the trash', async () => {
    const { ann, board, show, pageOf, pictureOf } = await setUp({ PUBLIC_URL: 'http://10.1.2.3' });
    await show(true);
    const text = (await pageOf()).body.toString();
    expect(text).toContain('<meta property="og:title" content="Gesso" />');
    expect(text).toContain(`content="http://10.1.2.3/api/boards/${board.id}/preview.png"`);
    await ann.delete(`/api/boards/${board.id}`);
    expect((await pageOf()).body.toString()).toBe(page);
    expect((await pictureOf()).status).toBe(404);
  });

  test('is the owner’s to say, and is said anew when the board is another’s', async () => {
    const { server, ann, board, show, pageOf } = await setUp();
    const ben = person(server.url);
    await ben.opens(board.edit);
    expect((await show(true, ben)).status).toBe(403);
    expect((await show(true, person(server.url))).status).toBe(404);
    await show(true);
    const copy = await ann.post(`/api/boards/${board.id}/duplicate`);
    expect((await pageOf(copy.body.board.id)).body.toString()).toBe(page);
    const { id } = (await ben.get('/api/session')).body;
    expect((await ann.post(`/api/boards/${board.id}/owner`, { person: id })).status).toBe(204);
    expect((await pageOf()).body.toString()).toBe(page);
  });
});

test('a page without a title is left as it is', () => {
  expect(withPreview('<p>', { title: 'x', picture: 'y' })).toBe('<p>');
});
