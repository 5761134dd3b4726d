import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPictureEncoder } from '../src/assets/picture-encoder.ts';
import { systemTimers } from '../src/timers.ts';
import { person, type Someone } from './support/person.ts';
import { inkOf, noise, plain, png, rawPng, svg } from './support/pictures.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

/** Pictures that are none, that are more than they seem, or that mean harm. */

const MiB = 1024 * 1024;

const put = async (who: Someone, board: string, bytes: Uint8Array, type = 'image/png') => {
  const { status, body } = await who.request('POST', `/api/boards/${board}/assets`, bytes, { 'content-type': type });
  return { ...(body as unknown as { hash: string; code?: string }), status };
};

const scene = async (...[env, overrides]: Parameters<typeof serve>) => {
  const server = await serve(env, overrides);
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const upload = (bytes: Uint8Array, type?: string) => put(ann, board.id, bytes, type);
  const shown = async (bytes: Uint8Array) => {
    const { hash, code } = await upload(bytes);
    expect(code).toBeUndefined();
    return ann.get(`/api/boards/${board.id}/assets/${hash}`);
  };
  return { server, ann, board, upload, shown };
};

/** One encoder without a server around it. */
const encoder = (deps: Partial<Parameters<typeof createPictureEncoder>[0]> = {}) => {
  const made = createPictureEncoder({ timers: systemTimers, ...deps });
  afterThis(() => made.stop());
  return made;
};
const ann = { person: 'ann', ip: '192.0.2.1' };
const stays = new AbortController().signal;
const encoded = (bytes: Uint8Array, deps?: Parameters<typeof encoder>[0]) => encoder(deps).encode(bytes, ann, stays);

describe('what is not a picture', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a page that draws', Buffer.from('<html><svg xmlns="http://www.w3.org/2000/svg"></svg></html>')],
    ['XML', Buffer.from('<?xml version="1.0"?><rss></rss>')],
    ['XML without an end', Buffer.from('<!-- '.padEnd(50_000, 'x'))],
    ['a document', Buffer.from('%PDF-1.7\n')],
    ['a TIFF file', Buffer.from('II*\0\x08\0\0\0', 'latin1')],
    ['a film', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1')],
    ['the beginning of one', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['JSON of the right type', Buffer.from('{"hash":"x"}')],
  ])('%s is refused, whatever it is called', async (_name, bytes) => {
    const { upload } = await scene();
    for (const type of ['image/png', 'image/svg+xml', 'application/json', 'text/html'])
      expect(await upload(bytes, type)).toMatchObject({ status: 415, code: 'NOT_A_PICTURE' });
  });

  test('is what was cut off, in every type', async () => {
    for (const type of ['png', 'jpeg', 'webp', 'avif', 'gif'] as const) {
      const whole = await noise(300, 200).toFormat(type).toBuffer();
      await expect(encoded(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'NOT_A_PICTURE' });
    }
  });

  test('is one type with the face of another', async () => {
    const face = { jpeg: '\xff\xd8\xff', png: '\x89PNG\r\n\x1a\n', gif: 'GIF89a' };
    for (const letters of Object.values(face)) {
      const masked = Buffer.concat([Buffer.from(letters, 'latin1'), await plain(9, 9).webp().toBuffer()]);
      await expect(encoded(masked)).rejects.toMatchObject({ code: 'NOT_A_PICTURE' });
    }
  });
});

describe('a picture that is a bomb', () => {
  test('by its header is refused unread', async () => {
    const { upload } = await scene();
    expect(await upload(rawPng(2 ** 31 - 1, 2 ** 31 - 1, 1))).toMatchObject({ status: 415 });
    expect(await upload(rawPng(100_000, 100_000, 1))).toMatchObject({ status: 413, code: 'PICTURE_TOO_LARGE' });
    const bomb = rawPng(60_000, 20_000, 20_000);
    expect(bomb.length).toBeLessThan(MiB);
    expect(await upload(bomb)).toMatchObject({ status: 413, code: 'PICTURE_TOO_LARGE' });
    expect(await upload(rawPng(40_000, 1_000, 1_000))).toMatchObject({ status: 201 });
  });

  test.each([
    ['uses of uses', svg(`<defs>${nestedUses(12)}</defs><use href="#u11"/>`)],
    ['entities of entities', svg('<text y="9">&e9;</text>', '', nestedEntities(10))],
    ['a filter without end', svg(endlessFilter, 'width="2048" height="2048"')],
  ])('by %s is ended, and the next one is taken', async (_name, bomb) => {
    const { upload } = await scene({}, { pictures: { deadlineMs: 3_000 } });
    expect(await upload(bomb)).toMatchObject({ status: 415, code: 'NOT_A_PICTURE' });
    expect(await upload(await png())).toMatchObject({ status: 201 });
  });

  test('keeps nobody from drawing meanwhile', async () => {
    const { server, ann, board, upload } = await scene({}, { pictures: { deadlineMs: 2_000 } });
    const line = await ann.connects(board.id);
    const bomb = upload(svg(endlessFilter, 'width="2048" height="2048"'));
    let done = false;
    void bomb.then(() => {
      done = true;
    });
    let slowest = 0;
    while (!done) {
      const begun = performance.now();
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - begun);
    }
    expect((await bomb).code).toBe('NOT_A_PICTURE');
    expect(slowest).toBeLessThan(1_000);
    line.close();
  });
});

describe('an SVG', () => {
  /** A file and an address that hold a red picture, and how often the address was asked. */
  const elsewhere = async () => {
    const red = await plain(50, 50, '#ff0000').png().toBuffer();
    const file = path.join(newFolder(), 'red.png');
    writeFileSync(file, red);
    let asked = 0;
    const server = createServer((_request, reply) => {
      asked++;
      reply.end(red);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterThis(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { red, file, url: `http://127.0.0.1:${port}/red.png`, asked: () => asked };
  };

  test('shows nothing that lies elsewhere, and asks nobody for it', async () => {
    const { shown } = await scene();
    const { red, file, url, asked } = await elsewhere();
    const image = (href: string) => svg(`<image href="${href}" width="50" height="50"/>`);
    const within = await shown(image(`data:image/png;base64,${red.toString('base64')}`));
    expect(await inkOf(within.bytes)).toBeGreaterThan(2_000);
    const outside = [
      image(`file://${file}`),
      image(file),
      image(url),
      svg(`<use href="file://${file}#a"/><use href="${url}#a"/>`),
      svg(`<style>@import url(${url}); rect { fill: url(${url}#a) none }</style><rect width="9" height="9"/>`),
      svg(`<text><include xmlns="http://www.w3.org/2001/XInclude" href="file://${file}" parse="text"/></text>`),
    ];
    for (const one of outside)
      expect([one.toString(), await inkOf((await shown(one)).bytes)]).toEqual([one.toString(), 0]);
    expect(asked()).toBe(0);
  });

  test('with entities from elsewhere is refused, or drawn without them', async () => {
    const { upload } = await scene();
    const { url, asked } = await elsewhere();
    const reading = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>`;
    expect(await upload(svg('<text y="50">&x;</text>', '', reading))).toMatchObject({ code: 'NOT_A_PICTURE' });
    const parameters = `<!DOCTYPE svg [<!ENTITY % x SYSTEM "${url}"> %x;]>`;
    for (const prolog of [parameters, `<!DOCTYPE svg SYSTEM "${url}">`])
      expect([201, 415]).toContain((await upload(svg('<path d="M0 0h9v9z"/>', 'width="9" height="9"', prolog))).status);
    expect(asked()).toBe(0);
  });

  test('brings neither scripts nor pages with it', async () => {
    const { shown } = await scene();
    const page =
      '<foreignObject width="99" height="79"><body xmlns="http://www.w3.org/1999/xhtml">hi</body></foreignObject>';
    const scripted = `<script>alert(1)</script>${page}<rect width="9" height="9" onload="alert(1)"/>`;
    const { headers, bytes } = await shown(svg(scripted, 'width="100" height="80" onload="alert(1)"'));
    expect(headers.get('content-type')).toBe('image/png');
    for (const word of ['script', 'alert', 'svg', 'html']) expect(Buffer.from(bytes).includes(word)).toBe(false);
  });

  test('with a bomb in it is refused, or drawn without it', async () => {
    const { upload } = await scene({}, { pictures: { deadlineMs: 5_000 } });
    const bomb = rawPng(60_000, 20_000, 20_000).toString('base64');
    const carrier = svg(`<image href="data:image/png;base64,${bomb}" width="50" height="50"/>`);
    expect([201, 415]).toContain((await upload(carrier)).status);
    expect((await upload(await png())).status).toBe(201);
  });
});

describe('what is behind or beside a picture', () => {
  test('does not come along: a page, a program, a comment', async () => {
    const { shown } = await scene();
    const evil = '<script>alert(document.cookie)</script>';
    const jpeg = await noise(60, 40).jpeg().toBuffer();
    const comment = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xfe, 0, evil.length + 2]),
      Buffer.from(evil),
      jpeg.subarray(2),
    ]);
    for (const file of [Buffer.concat([await png(), Buffer.from(`${evil}PK\x03\x04`)]), comment]) {
      expect(file.includes('alert')).toBe(true);
      const { bytes, headers } = await shown(file);
      expect(Buffer.from(bytes).includes('alert')).toBe(false);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('a right that is taken away', () => {
  test('while a picture is decoded stores nothing, and shows nothing any more', async () => {
    const { server, ann, board, upload } = await scene();
    const ben = person(server.url);
    await ben.opens(board.edit);
    const { hash } = await upload(await png());
    const path = `/api/boards/${board.id}/assets/${hash}`;
    expect((await ben.get(path)).status).toBe(200);
    // Takes a while: some million pixels that are not alike.
    const slow = put(ben, board.id, await noise(3_000, 2_000).jpeg().toBuffer());
    await expect.poll(async () => (await fetch(`${server.url}/metrics`)).text()).toContain('gesso_pictures_waiting 1');
    await ann.delete(`/api/boards/${board.id}/links/${board.edit.id}`);
    expect(await slow).toMatchObject({ status: 404, code: 'NO_SUCH_BOARD' });
    expect((await ben.get(path)).body.code).toBe('NO_SUCH_BOARD');
    expect((await ann.get(path)).status).toBe(200);
    await ann.delete(`/api/boards/${board.id}`);
    expect((await ann.get(path)).body.code).toBe('BOARD_IN_TRASH');
  });
});

describe('much of it', () => {
  test('is refused by its length, told or not, and nothing is read of a stranger', async () => {
    const { server, ann, board, upload } = await scene();
    const large = Buffer.concat([await png(), Buffer.alloc(26 * MiB)]);
    expect(await upload(large)).toMatchObject({ status: 413, code: 'PICTURE_TOO_LARGE' });
    const untold = await new Promise<string>((resolve, reject) => {
      const asked = request(`${server.url}/api/boards/${board.id}/assets`, {
        method: 'POST',
        headers: { cookie: ann.cookie, origin: server.url, 'content-type': 'image/png' },
      });
      asked.on('error', reject);
      asked.on('response', (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (data: Buffer) => chunks.push(data));
        reply.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      for (let at = 0; at < large.length; at += MiB) asked.write(large.subarray(at, at + MiB));
      asked.end();
    });
    expect(untold).toContain('PICTURE_TOO_LARGE');
    expect(await put(person(server.url), board.id, large)).toMatchObject({ status: 404, code: 'NO_SUCH_BOARD' });
    expect(await upload(Buffer.concat([await png(), Buffer.alloc(24 * MiB)]))).toMatchObject({ status: 201 });
  });

  test('is counted to the board, to the person who brings it and to the disk', async () => {
    const photo = (seed: number) =>
      noise(900 + seed, 900)
        .jpeg({ quality: 100 })
        .toBuffer();
    const full = await scene({ PICTURES_MB_PER_BOARD: '1' });
    const codes = [];
    for (let i = 0; i < 5; i++) codes.push((await full.upload(await photo(i))).code);
    expect(codes.filter((code) => code === undefined).length).toBeGreaterThan(0);
    expect(codes.at(-1)).toBe('BOARD_FULL');
    const spent = await scene({ STORED_MB_PER_PERSON: '1' });
    for (let i = 0; i < 5; i++) codes.push((await spent.upload(await photo(i))).code);
    expect(codes.at(-1)).toBe('BUDGET_SPENT');
    let free = 1e12;
    const disk = await scene({}, { freeBytes: () => free });
    free = 0;
    expect((await disk.upload(await png())).code).toBe('DISK_FULL');
  });

  test('of one person waits behind one of another, and too much of it is refused', async () => {
    const made = encoder();
    const slow = await noise(1_500, 1_000).jpeg().toBuffer();
    const order: string[] = [];
    const send = (who: string) =>
      made.encode(slow, { person: who, ip: '192.0.2.1' }, stays).then(
        () => order.push(who),
        ({ code }) => order.push(code),
      );
    const all = [...Array.from({ length: 9 }, () => send('ann')), send('ben')];
    await Promise.all(all);
    expect(order[0]).toBe('RATE_LIMITED');
    expect(order.indexOf('ben')).toBeLessThan(4);
    expect(order.filter((who) => who === 'ann')).toHaveLength(8);
    expect(made.waiting).toBe(0);
  });
});

describe('the process that decodes', () => {
  test('is ended when its sender goes, or the server', async () => {
    const bomb = svg(endlessFilter, 'width="2048" height="2048"');
    const made = encoder();
    const gone = new AbortController();
    const left = made.encode(bomb, ann, gone.signal);
    const waits = made.encode(bomb, { ...ann, person: 'ben' }, stays);
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: 'TOO_SLOW' });
    made.stop();
    await expect(waits).rejects.toMatchObject({ code: 'DRAINING' });
    await expect(made.encode(bomb, ann, stays)).rejects.toMatchObject({ code: 'DRAINING' });
  });

  test('may say anything and is believed nothing but a picture', async () => {
    const says = (said: string) => ['--import', `data:text/javascript,${encodeURIComponent(said)}`];
    const file = await png();
    const line = (text: string) => `process.stdout.write(${JSON.stringify(text)}); process.exit(0)`;
    const lies = [
      line('{"type":"text/html","width":1,"height":1}\n<script>'),
      line('{"type":"image/png","width":-1,"height":1}\nx'),
      line('{"type":"image/png","width":1,"height":1}\n'),
      line('null\nx'),
      line('x'.repeat(1_000)),
      'process.exit(0)',
      'process.kill(process.pid, "SIGSEGV")',
      'for (;;) process.stdout.write("x".repeat(1 << 20))',
    ];
    for (const lie of lies)
      await expect(encoded(file, { flags: says(lie), deadlineMs: 5_000 })).rejects.toMatchObject({
        code: 'NOT_A_PICTURE',
      });
  });

  test('that finds no decoder says so, and the server does the rest of its work', async () => {
    const without =
      'import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) { if (name === "sharp") throw new Error("not here"); return next(name, context); } })';
    const flags = ['--import', `data:text/javascript,${encodeURIComponent(without)}`];
    const { upload, ann, board } = await scene({}, { pictures: { flags } });
    expect(await upload(await png())).toMatchObject({ status: 501, code: 'NO_PICTURES' });
    expect((await ann.get(`/api/boards/${board.id}`)).status).toBe(200);
  });

  test('gets nothing of the environment', async () => {
    const tells =
      'process.stdout.write(JSON.stringify({type:"image/png",width:1,height:1})+"\\n"+JSON.stringify(process.env)); process.exit(0)';
    process.env['GESSO_TEST_SECRET'] = 'x';
    afterThis(() => delete process.env['GESSO_TEST_SECRET']);
    const { data } = await encoded(await png(), {
      flags: ['--import', `data:text/javascript,${encodeURIComponent(tells)}`],
    });
    expect(Object.keys(JSON.parse(Buffer.from(data).toString())).sort()).toEqual([
      'UV_THREADPOOL_SIZE',
      'VIPS_CONCURRENCY',
    ]);
  });
});

function nestedUses(depth: number): string {
  const groups = ['<g id="u0"><rect width="1" height="1"/></g>'];
  for (let i = 1; i < depth; i++) groups.push(`<g id="u${i}">${`<use href="#u${i - 1}"/>`.repeat(10)}</g>`);
  return groups.join('');
}

function nestedEntities(depth: number): string {
  const entities = ['<!ENTITY e0 "lol">'];
  for (let i = 1; i < depth; i++) entities.push(`<!ENTITY e${i} "${`&e${i - 1};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE svg [${entities.join('')}]>`;
}

const endlessFilter =
  '<filter id="f"><feTurbulence baseFrequency=".9" numOctaves="200"/></filter><rect width="2048" height="2048" filter="url(#f)"/>';
