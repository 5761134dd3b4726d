import { createHash } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { person, type Reply, type Someone } from './support/person.ts';
import { colorAt, noise, plain, png, svg } from './support/pictures.ts';
import { gesso } from './support/process.ts';
import { newFolder, serve } from './support/server.ts';

interface Uploaded {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly bytes: number;
}

const uploaded = (reply: Reply): Uploaded => {
  expect([reply.status, reply.body.code]).toEqual([201, undefined]);
  return reply.body as unknown as Uploaded;
};

const put = (who: Someone, board: string, bytes: Uint8Array, type = 'application/octet-stream') =>
  who.request('POST', `/api/boards/${board}/assets`, bytes, { 'content-type': type });

const scene = async (env: Record<string, string> = {}) => {
  const server = await serve(env);
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const upload = async (bytes: Uint8Array) => uploaded(await put(ann, board.id, bytes));
  const show = (hash: string, who = ann) => who.get(`/api/boards/${board.id}/assets/${hash}`);
  /** What is kept of a picture, and what is said of it. */
  const kept = async (bytes: Uint8Array) => {
    const facts = await upload(bytes);
    const shown = await show(facts.hash);
    expect([shown.status, shown.headers.get('content-type'), shown.bytes.length]).toEqual([
      200,
      facts.type,
      facts.bytes,
    ]);
    return { ...facts, data: shown.bytes, meta: await sharp(shown.bytes).metadata() };
  };
  return { server, ann, board, upload, show, kept };
};

describe('a picture', () => {
  test('is named by the SHA-256 of what is kept, and the same one is kept once', async () => {
    const { kept, upload } = await scene();
    const file = await png();
    const { hash, data, ...facts } = await kept(file);
    expect(hash).toBe(createHash('sha256').update(data).digest('base64url'));
    expect(facts).toMatchObject({ width: 40, height: 30, type: 'image/png' });
    expect((await upload(file)).hash).toBe(hash);
  });

  test('comes with what a browser needs to keep it and to do nothing else with it', async () => {
    const { upload, show, ann, board } = await scene();
    const { hash } = await upload(await png());
    const { headers } = await show(hash);
    const said = (name: string) => headers.get(name);
    expect(said('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(said('x-content-type-options')).toBe('nosniff');
    expect(said('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(said('content-disposition')).toBe('inline; filename="picture.png"');
    expect(said('etag')).toBe(`"${hash}"`);
    const path = `/api/boards/${board.id}/assets/${hash}`;
    const again = await ann.request('GET', path, undefined, { 'if-none-match': `W/"other", "${hash}"` });
    expect([again.status, again.bytes.length, again.headers.get('etag')]).toEqual([304, 0, `"${hash}"`]);
    const head = await ann.request('HEAD', path);
    expect([head.status, head.bytes.length, head.headers.get('content-type')]).toEqual([200, 0, 'image/png']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(50);
  });

  test.each(['png', 'jpeg', 'webp', 'avif', 'gif'] as const)('may be a %s file', async (type) => {
    const { kept } = await scene();
    const { meta, width, height } = await kept(await plain(64, 48).toFormat(type).toBuffer());
    expect([width, height, meta.width, meta.height]).toEqual([64, 48, 64, 48]);
  });

  test('loses what the camera wrote into it, and is turned as it was held', async () => {
    const { kept } = await scene();
    const file = await noise(60, 40)
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'Ann' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } } })
      .jpeg()
      .toBuffer();
    expect((await sharp(file).metadata()).exif).toBeDefined();
    const { meta, width, height, data } = await kept(file);
    expect([width, height, meta.width, meta.height]).toEqual([40, 60, 40, 60]);
    expect([meta.exif, meta.icc, meta.xmp, meta.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(Buffer.from(data).includes('Ann')).toBe(false);
  });

  test('that was exact stays exact, and clear where it was clear', async () => {
    const { kept } = await scene();
    const letters = svg('<text x="4" y="60" font-size="40">Plan</text><path d="M0 0h50v20z" fill="#0f08"/>');
    const file = await sharp(letters).png().toBuffer();
    const { type, data } = await kept(file);
    expect(type).toBe('image/png');
    const pixels = (bytes: Uint8Array) => sharp(bytes).ensureAlpha().raw().toBuffer();
    expect(Buffer.compare(await pixels(data), await pixels(file))).toBe(0);
  });

  test('of sixteen bits or another color space is kept in eight bits of sRGB', async () => {
    const { kept } = await scene();
    const wide = await plain(20, 20, '#00ff00').withIccProfile('p3').png({ compressionLevel: 1 }).toBuffer();
    const deep = await plain(20, 20).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    for (const file of [wide, deep]) {
      const { meta } = await kept(file);
      expect([meta.depth, meta.space, meta.icc]).toEqual(['uchar', 'srgb', undefined]);
    }
  });

  test('that is a photograph takes a photograph’s room, whatever it was stored as', async () => {
    const { kept } = await scene();
    const photo = await noise(900, 700).blur(1).png().toBuffer();
    const { type, bytes, width, meta } = await kept(photo);
    expect([type, width, meta.width]).toEqual(['image/webp', 900, 900]);
    expect(bytes).toBeLessThan(photo.length / 3);
    expect((await kept(await sharp(photo).jpeg().toBuffer())).type).toBe('image/webp');
  });

  test('of very many pixels is kept in as many as every browser can show', async () => {
    const { kept } = await scene();
    const { width, height, meta } = await kept(await plain(7_000, 5_000).png().toBuffer());
    expect(width * height).toBeLessThanOrEqual(2 ** 24 + 10_000);
    expect(width / height).toBeCloseTo(1.4, 2);
    expect(meta.width).toBe(width);
    const long = await kept(await plain(2, 20_000).png().toBuffer());
    expect([long.width, long.height]).toEqual([2, 16_383]);
  });

  test('from a dense screen is as large as it was there', async () => {
    const { kept } = await scene();
    const { width, height, meta } = await kept(await plain(200, 100).withMetadata({ density: 144 }).png().toBuffer());
    expect([width, height, meta.width, meta.height]).toEqual([100, 50, 200, 100]);
  });

  test('that moves is kept as its first moment', async () => {
    const { kept } = await scene();
    const frames = await Promise.all(['#ff0000', '#00ff00'].map((color) => plain(30, 20, color).raw().toBuffer()));
    const moving = sharp(Buffer.concat(frames), { raw: { width: 30, height: 40, channels: 4, pageHeight: 20 } });
    for (const file of [await moving.clone().gif({ loop: 0 }).toBuffer(), await moving.clone().webp().toBuffer()]) {
      expect((await sharp(file).metadata()).pages).toBe(2);
      const { width, height, meta, data } = await kept(file);
      expect([width, height, meta.pages]).toEqual([30, 20, undefined]);
      expect((await colorAt(data, 5, 5))[0]).toBeGreaterThan(200);
    }
  });

  test('of lines is drawn finer than it is shown', async () => {
    const { kept } = await scene();
    const icon = await kept(svg('<circle cx="12" cy="12" r="10"/>', 'viewBox="0 0 24 24" width="24" height="24"'));
    expect([icon.width, icon.meta.width, icon.type]).toEqual([24, 192, 'image/png']);
    const plan = await kept(
      svg('<path d="M0 0h9000v6000z"/>', 'width="9000" height="6000"', '<?xml version="1.0"?>\n'),
    );
    expect([plan.width, plan.height, plan.meta.width]).toEqual([9_000, 6_000, 4_096]);
  });
});

describe('the pictures of a board', () => {
  test('are for those who may see it, and come from those who may draw', async () => {
    const { server, board, upload, show } = await scene();
    const { hash } = await upload(await png());
    const ben = person(server.url);
    expect((await show(hash, ben)).body.code).toBe('NO_SUCH_BOARD');
    expect((await put(ben, board.id, await png())).body.code).toBe('NO_SUCH_BOARD');
    await ben.opens(board.view);
    expect((await show(hash, ben)).status).toBe(200);
    expect((await put(ben, board.id, await png())).body.code).toBe('FORBIDDEN');
    await ben.opens(board.edit);
    expect((await put(ben, board.id, await png(50, 50))).status).toBe(201);
  });

  test('are those that were put there, also where another board has others', async () => {
    const { ann, upload, show } = await scene();
    const other = await ann.makesBoard();
    const { hash } = uploaded(await put(ann, other.id, await png()));
    const missing = await show(hash);
    expect([missing.status, missing.body.code, missing.headers.get('cache-control')]).toEqual([
      404,
      'NOT_FOUND',
      'no-store',
    ]);
    expect((await show('x')).body.code).toBe('NOT_FOUND');
    await upload(await png());
    expect((await show(hash)).status).toBe(200);
  });

  test('go with a copy, and stay there when the first is gone', async () => {
    const { ann, board, upload, server } = await scene();
    const { hash } = await upload(await png());
    const ben = person(server.url);
    await ben.opens(board.view);
    const copy = (await ben.post(`/api/boards/${board.id}/duplicate`)).body.board;
    await ann.delete(`/api/boards/${board.id}`);
    expect((await ben.get(`/api/boards/${board.id}/assets/${hash}`)).status).toBe(404);
    expect((await ben.get(`/api/boards/${copy.id}/assets/${hash}`)).status).toBe(200);
  });

  test('are there after a restart', async () => {
    const folder = newFolder();
    const first = await scene({ DATA_DIR: folder });
    const { hash, bytes } = await first.upload(await noise(1_200, 900).jpeg({ quality: 90 }).toBuffer());
    expect(bytes).toBeGreaterThan(128 * 1024);
    const before = await first.show(hash);
    await first.server.close();
    const second = await serve({ DATA_DIR: folder });
    const after = await person(second.url, first.ann.cookie).get(`/api/boards/${first.board.id}/assets/${hash}`);
    expect(Buffer.compare(after.bytes, before.bytes)).toBe(0);
  });

  test('are in a backup, and counted with what their board takes', async () => {
    const first = await scene();
    const { hash, bytes } = await first.upload(await noise(1_200, 900).jpeg().toBuffer());
    const from = { DATA_DIR: first.server.folder };
    const file = path.join(newFolder(), 'backup.db');
    expect((await gesso(['backup', file], from)).out).toContain(' 1 pictures');
    const [board] = JSON.parse((await gesso(['boards', '--json'], from)).out) as { bytes: number }[];
    expect(board?.bytes).toBe(bytes);
    const to = { DATA_DIR: newFolder() };
    expect((await gesso(['restore', file], to)).code).toBe(0);
    const second = await serve(to);
    const shown = await person(second.url, first.ann.cookie).get(`/api/boards/${first.board.id}/assets/${hash}`);
    expect([shown.status, shown.bytes.length]).toEqual([200, bytes]);
  });
});
