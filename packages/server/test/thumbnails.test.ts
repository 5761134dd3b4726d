import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { png } from './support/pictures.ts';
import { serve } from './support/server.ts';

/** An update that draws a filled rectangle, far wider than a thumbnail. */
const drawing = (width: number): Uint8Array => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  board.edit((writer) => {
    writer.add({ kind: 'rect', x: 0, y: 0, width, height: 600, color: '#c2255c', fill: '#c2255c' } as never);
  });
  return Y.encodeStateAsUpdate(doc);
};

const pictureOf = async (who: Someone, { id }: Pick<NewBoard, 'id'>, query = '', headers = {}) =>
  await who.request('GET', `/api/boards/${id}/thumbnail.png${query}`, undefined, headers);

describe('the picture of a board', () => {
  test('shows what is on it, small, in the theme asked for, and anew once it has changed', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    await ann.put(`/api/boards/${board.id}/document`, drawing(1_200));
    const first = await pictureOf(ann, board);
    expect(first.headers.get('content-type')).toBe('image/png');
    const { width, height } = await sharp(first.bytes).metadata();
    expect(width).toBe(640);
    // As wide to high as the rectangle with some air around it.
    expect(width / height).toBeCloseTo(1_248 / 648, 1);
    const { dominant } = await sharp(first.bytes).stats();
    expect(dominant.r).toBeGreaterThan(150);
    expect(dominant.g).toBeLessThan(80);
    const dark = await pictureOf(ann, board, '?theme=dark');
    const [corner] = await sharp(dark.bytes).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
    expect(corner).toBeLessThan(60);

    const etag = first.headers.get('etag') ?? '';
    expect((await pictureOf(ann, board, '', { 'if-none-match': etag })).status).toBe(304);
    await ann.put(`/api/boards/${board.id}/document`, drawing(2_400));
    // What took long to paint is good enough for a while.
    const later = async () => (await pictureOf(ann, board, '', { 'if-none-match': etag })).status;
    await expect.poll(later, { timeout: 20_000 }).toBe(200);
    expect((await sharp((await pictureOf(ann, board)).bytes).metadata()).height).toBeLessThan(height);
  });

  test('is there for an empty board, and for those who may see the board alone', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    expect((await sharp((await pictureOf(ann, board)).bytes).metadata()).format).toBe('png');
    const ben = person(server.url);
    expect((await pictureOf(ben, board)).status).toBe(404);
    await ben.opens(board.view);
    expect((await pictureOf(ben, board)).status).toBe(200);
    expect((await pictureOf(ben, board, '?theme=sepia')).status).toBe(400);
    await ann.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    expect((await pictureOf(ben, board)).status).toBe(404);
  });

  test('shows the pictures on it', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const { hash } = (await ann.post(`/api/boards/${board.id}/assets`, await png())).body;
    const doc = createBoardDoc();
    openBoard(doc).edit((writer) => {
      writer.add({ kind: 'image', x: 0, y: 0, width: 600, height: 400, asset: hash } as never);
    });
    await ann.put(`/api/boards/${board.id}/document`, Y.encodeStateAsUpdate(doc));
    const withPicture = await sharp((await pictureOf(ann, board)).bytes).stats();
    const source = await sharp(await png()).stats();
    expect(Math.abs(withPicture.dominant.r - source.dominant.r)).toBeLessThan(24);
  });

  test('of many boards are made one after the other, each once for all who ask at the same time', async () => {
    const server = await serve();
    const ann = person(server.url);
    const boards = [];
    for (let i = 0; i < 4; i++) boards.push(await ann.makesBoard(`Board ${i}`));
    const asked = [...boards, ...boards].map((board) => pictureOf(ann, board));
    const replies = await Promise.all(asked);
    expect(replies.map(({ status }) => status)).toEqual(asked.map(() => 200));
  });
});
