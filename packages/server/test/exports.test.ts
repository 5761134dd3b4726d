import { createBoardDoc, type NewElement, openBoard } from '@gesso/crdt-schema';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { noise, png } from './support/pictures.ts';
import { serve } from './support/server.ts';

/** An update that adds elements, and their ids. */
function drawing(elements: readonly object[]) {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const ids = board.edit((writer) => elements.map((element) => writer.add(element as NewElement)));
  return { update: Y.encodeStateAsUpdate(doc), ids };
}

const crimson = { kind: 'rect', color: '#c2255c', fill: '#c2255c', edge: 'clean', radius: 0 };

async function boardWith(who: Someone, elements: readonly object[]) {
  const board = await who.makesBoard('Plans & "notes" für morgen');
  const { update, ids } = drawing(elements);
  await who.put(`/api/boards/${board.id}/document`, update);
  return { board, ids };
}

const exported = async (who: Someone, { id }: Pick<NewBoard, 'id'>, file: string, headers = {}) =>
  await who.request('GET', `/api/boards/${id}/export.${file}`, undefined, headers);

/** The texts of the pages of a PDF. */
async function pagesIn(bytes: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const doc = await task.promise;
  const texts: string[] = [];
  for (let i = 1; i <= doc.numPages; i += 1) {
    const { items } = await (await doc.getPage(i)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  await task.destroy();
  return texts;
}

const sizeOf = async (bytes: Uint8Array) => {
  const { width, height } = await sharp(bytes).metadata();
  return [width, height];
};

const corner = async (bytes: Uint8Array) => [
  ...(await sharp(bytes).ensureAlpha().extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer()),
];

describe('the picture of a board that is taken away', () => {
  test('is as large, on what ground and in which theme it is asked for', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = await boardWith(ann, [{ ...crimson, x: 10, y: 10, width: 300, height: 200 }]);
    const first = await exported(ann, board, 'png');
    expect(first.headers.get('content-type')).toBe('image/png');
    const [width = 0, height = 0] = await sizeOf(first.bytes);
    expect(Math.abs(width - 664) + Math.abs(height - 464)).toBeLessThan(12);
    const [once = 0] = await sizeOf((await exported(ann, board, 'png?scale=1&padding=0')).bytes);
    expect(Math.abs(once - 300)).toBeLessThan(4);
    expect(await corner((await exported(ann, board, 'png?background=none')).bytes)).toEqual([0, 0, 0, 0]);
    expect(await corner((await exported(ann, board, 'png?background=%2312aB34')).bytes)).toEqual([18, 171, 52, 255]);
    expect((await corner((await exported(ann, board, 'png?theme=dark')).bytes))[0]).toBeLessThan(60);
    // Named after the board, in a header that can hold no such letters.
    expect(first.headers.get('content-disposition')).toBe(
      `inline; filename="Plans & \\"notes\\" f?r morgen.png"; filename*=UTF-8''Plans%20%26%20%22notes%22%20f%C3%BCr%20morgen.png`,
    );
  });

  test('is a drawing as well, which holds its pictures and can run nothing', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const { hash } = (await ann.post(`/api/boards/${board.id}/assets`, await png())).body;
    const { update } = drawing([
      { kind: 'image', x: 0, y: 0, width: 60, height: 40, asset: hash },
      { kind: 'text', x: 0, y: 80, text: '<script>alert(1)</script>', size: 20 },
    ]);
    await ann.put(`/api/boards/${board.id}/document`, update);
    const { bytes, headers } = await exported(ann, board, 'svg?theme=light');
    expect(headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
    const text = Buffer.from(bytes).toString('utf8');
    expect(text).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(text).toContain('href="data:image/');
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script');
  });

  test('is a file that Gesso opens again, with its pictures', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board, ids } = await boardWith(ann, [{ ...crimson, x: 1, y: 2, width: 3, height: 4, text: 'für' }]);
    const { hash } = (await ann.post(`/api/boards/${board.id}/assets`, await png())).body;
    const away = { kind: 'image', x: 0, y: 0, width: 60, height: 40, asset: 'A'.repeat(43) };
    await ann.put(`/api/boards/${board.id}/document`, drawing([{ ...away, asset: hash }, away]).update);
    const { bytes, headers, status } = await exported(ann, board, 'gesso');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/vnd.gesso+json']);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="Plans .*\.gesso"/);
    const file = JSON.parse(Buffer.from(bytes).toString('utf8'));
    expect(file).toMatchObject({ type: 'gesso/board', version: 1 });
    expect(file.elements).toHaveLength(3);
    expect(file.elements).toContainEqual(expect.objectContaining({ id: ids[0], text: 'für', x: 1, y: 2 }));
    expect(Object.keys(file.pictures)).toEqual([hash]);
    expect(file.pictures[hash]).toMatch(/^data:image\/(png|webp);base64,/);
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await exported(ann, board, 'gesso', known)).status).toBe(304);
    const ben = person(server.url);
    expect((await exported(ben, board, 'gesso')).status).toBe(404);
    await ben.opens(board.view);
    expect((await exported(ben, board, 'gesso')).status).toBe(200);
  });

  test('is a PDF with a page for each frame, whose text can be found', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board, ids } = await boardWith(ann, [
      { id: 'frame-two---', kind: 'frame', x: 900, y: 0, width: 200, height: 100, name: 'Zweite' },
      { id: 'frame-one---', kind: 'frame', x: 0, y: 0, width: 200, height: 100, name: 'Erste' },
      { kind: 'text', x: 20, y: 20, text: 'Größe', size: 20, frame: 'frame-one---' },
      { kind: 'text', x: 920, y: 20, text: 'Жук 漢字', size: 20, font: 'sans', frame: 'frame-two---' },
    ]);
    const { hash } = (await ann.post(`/api/boards/${board.id}/assets`, await noise(60, 40).webp().toBuffer())).body;
    const image = { kind: 'image', x: 20, y: 50, width: 60, height: 40, asset: hash, frame: 'frame-one---' };
    await ann.put(`/api/boards/${board.id}/document`, drawing([image]).update);
    const { bytes, headers, status } = await exported(ann, board, 'pdf');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(await pagesIn(bytes)).toEqual(['ErsteGröße', 'ZweiteЖук 漢字']);
    expect(await pagesIn((await exported(ann, board, `pdf?frame=${ids[0]}`)).bytes)).toEqual(['ZweiteЖук 漢字']);
    expect(await pagesIn((await exported(ann, board, 'pdf?pages=board')).bytes)).toHaveLength(1);
    expect((await exported(ann, board, 'pdf?pages=all')).status).toBe(400);
    expect(await pagesIn((await exported(ann, await ann.makesBoard(), 'pdf')).bytes)).toEqual(['']);
    expect((await exported(ann, board, 'pdf', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
  });

  test('is of one frame alone where that is asked for, and says so where there is none', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board, ids } = await boardWith(ann, [
      { kind: 'frame', x: 0, y: 0, width: 200, height: 100, name: 'First' },
      { ...crimson, x: 20, y: 20, width: 50, height: 50 },
      { ...crimson, x: 900, y: 900, width: 50, height: 50 },
    ]);
    const [width = 0] = await sizeOf((await exported(ann, board, `png?scale=1&padding=0&frame=${ids[0]}`)).bytes);
    // Its own line is outside.
    expect(Math.abs(width - 200)).toBeLessThan(16);
    const none = await exported(ann, board, 'png?frame=abcdefghijkl');
    expect(none.status).toBe(404);
    expect(none.body).toMatchObject({ code: 'NOT_FOUND' });
    const notOne = await exported(ann, board, `png?frame=${ids[1]}`);
    expect(notOne.status).toBe(404);
  });

  test('is refused where it would have too many pixels, and painted at a smaller scale', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = await boardWith(ann, [
      { ...crimson, x: 0, y: 0, width: 10, height: 10 },
      { ...crimson, x: 30_000, y: 4_000, width: 10, height: 10 },
    ]);
    const refused = await exported(ann, board, 'png?scale=4');
    expect(refused.status).toBe(413);
    expect(refused.body).toMatchObject({ code: 'PICTURE_TOO_LARGE' });
    const painted = await exported(ann, board, 'png?scale=0.5');
    expect(painted.status).toBe(200);
    const [width = 0, height = 0] = await sizeOf(painted.bytes);
    expect(width).toBeLessThanOrEqual(16_384);
    expect(width * height).toBeGreaterThan(20_000_000);
    // A drawing has no pixels.
    expect((await exported(ann, board, 'svg')).status).toBe(200);
  });

  test('is asked for anew only once the board has changed', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = await boardWith(ann, [{ ...crimson, x: 0, y: 0, width: 40, height: 40 }]);
    const etag = (await exported(ann, board, 'png')).headers.get('etag') ?? '';
    const known = { 'if-none-match': etag };
    expect((await exported(ann, board, 'png', known)).status).toBe(304);
    expect((await exported(ann, board, 'png?scale=1', known)).status).toBe(200);
    expect((await exported(ann, board, 'svg', known)).status).toBe(200);
    await ann.put(
      `/api/boards/${board.id}/document`,
      drawing([{ ...crimson, x: 90, y: 0, width: 9, height: 9 }]).update,
    );
    expect((await exported(ann, board, 'png', known)).status).toBe(200);
  });

  test('is for those who may see the board, and asked for as it can be', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = await boardWith(ann, [{ ...crimson, x: 0, y: 0, width: 40, height: 40 }]);
    const ben = person(server.url);
    expect((await exported(ben, board, 'png')).status).toBe(404);
    expect((await exported(ben, board, 'svg')).status).toBe(404);
    await ben.opens(board.view);
    expect((await exported(ben, board, 'png')).status).toBe(200);
    for (const query of [
      'scale=0',
      'scale=0.0',
      'scale=4.1',
      'scale=1e3',
      'scale=5',
      'theme=sepia',
      'background=red',
      'padding=-1',
      'frame=..%2F',
      'padding=1e9',
    ])
      expect((await exported(ben, board, `png?${query}`)).status, query).toBe(400);
    await ann.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    expect((await exported(ben, board, 'png')).status).toBe(404);
    // An empty board has a picture as well.
    expect((await exported(ann, await ann.makesBoard(), 'png')).status).toBe(200);
  });

  test('of many at once are made one after the other, and those of one person are bounded', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = await boardWith(ann, [{ ...crimson, x: 0, y: 0, width: 40, height: 40 }]);
    const asked = Array.from({ length: 8 }, (_, i) => exported(ann, board, `png?scale=${1 + i / 10}`));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
    expect(statuses.filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect((await exported(ann, board, 'png')).status).toBe(200);
  });
});
