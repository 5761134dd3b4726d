import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { spawnServer } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

const MiB = 1024 * 1024;

/** A document of about so many MiB. */
const large = (mib: number): Uint8Array => {
  const doc = new Y.Doc();
  const bytes = (i: number): Uint8Array => new Uint8Array(60_000).fill(i);
  doc.transact(() => {
    for (let i = 0; i < mib * 17; i++) doc.getMap('ov').set(`el-${String(i).padStart(9, '0')}:p`, bytes(i));
  });
  return Y.encodeStateAsUpdate(doc);
};

/** Somebody who asks and never reads. Resolves with the socket once its request is on the way. */
const asksAndLeavesIt = (port: number, path: string, { cookie }: Someone): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nCookie: ${cookie}\r\n\r\n`, () =>
        resolve(socket),
      );
    });
    socket.pause();
    socket.on('error', reject);
    afterThis(() => socket.destroy());
  });

/** The first line of what a paused socket was answered, once something has come. */
const statusOf = async (socket: Socket): Promise<number> => {
  socket.resume();
  const text = await new Promise<string>((resolve) =>
    socket.once('data', (bytes: Buffer) => {
      socket.pause();
      resolve(bytes.toString('latin1'));
    }),
  );
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
};

describe('a large answer', () => {
  test('that nobody reads takes no memory of its own, however often it is asked for', async () => {
    const server = spawnServer({ DATA_DIR: newFolder(), LOG_LEVEL: 'silent' });
    const url = await server.url;
    const port = Number(new URL(url).port);
    const ann = person(url);
    const { id, view } = await ann.makesBoard();
    const path = `/api/boards/${id}/document`;
    const doc = large(14);
    expect((await ann.put(path, doc)).status).toBe(204);
    const eve = person(url);
    await eve.opens(view);
    const memory = async (): Promise<number> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
    };
    // The board has been read once, as it is meant to be.
    expect((await eve.get(path)).bytes.length).toBe(doc.length);
    const before = await memory();
    const eyes: Socket[] = [];
    for (let i = 0; i < 50; i++) {
      eyes.push(await asksAndLeavesIt(port, path, eve));
      // Each time it is another document.
      if (i % 10 === 0) expect((await ann.put(path, edit(new Y.Doc(), `element-${1000 + i}`))).status).toBe(204);
    }
    const answered = await Promise.all(eyes.map(statusOf));
    expect(answered.filter((status) => status === 200).length).toBeLessThanOrEqual(4);
    expect(new Set(answered)).toEqual(new Set([200, 429]));
    expect((await memory()) - before).toBeLessThan(64 * MiB);
    // Others are served meanwhile.
    expect((await ann.get(path)).status).toBe(200);
  }, 60_000);

  test('is cut when it makes no progress, and the place it took is free again', async () => {
    const server = await serve({}, { stalledMs: 500 });
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const path = `/api/boards/${id}/document`;
    expect((await ann.put(path, large(14))).status).toBe(204);
    const stalled = await Promise.all(Array.from({ length: 4 }, () => asksAndLeavesIt(server.port, path, ann)));
    for (const socket of stalled) expect(await statusOf(socket)).toBe(200);
    expect((await ann.get(path)).status).toBe(429);
    // Nothing is read there, so only the server can tell.
    let status = 429;
    while (status === 429) ({ status } = await ann.get(path));
    expect(status).toBe(200);
  });

  test('of requests sent in one packet is made for the first of them, and for the next when that has been read', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const path = `/api/boards/${id}/document`;
    expect((await ann.put(path, large(14))).status).toBe(204);
    const asked = `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\nCookie: ${ann.cookie}\r\n\r\n`;
    const socket = connect({ port: server.port, host: '127.0.0.1' });
    afterThis(() => socket.destroy());
    socket.pause();
    socket.write(asked.repeat(100));
    expect(await statusOf(socket)).toBe(200);
    // Three more may be on their way: the hundred counts as one.
    expect((await ann.get(path)).status).toBe(200);
  });
});

describe('a large body', () => {
  const mostBytes = 16 * MiB;

  /** Somebody who announces a whole board and sends none of it. */
  const announces = (port: number, path: string, cookie: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        const head = [
          `PUT ${path} HTTP/1.1`,
          `Host: localhost:${port}`,
          `Origin: http://localhost:${port}`,
          `Cookie: ${cookie}`,
          'Content-Type: application/octet-stream',
          `Content-Length: ${mostBytes}`,
        ];
        socket.write(`${head.join('\r\n')}\r\n\r\n`, () => resolve(socket));
      });
      socket.pause();
      socket.on('error', reject);
      afterThis(() => socket.destroy());
    });

  test('is not waited for from whoever may not write, and only so many at a time from whoever may', async () => {
    const server = await serve();
    const port = Number(new URL(server.url).port);
    const ann = person(server.url);
    const { id, view } = await ann.makesBoard();
    const path = `/api/boards/${id}/document`;
    const eve = person(server.url);
    await eve.opens(view);
    expect(await statusOf(await announces(port, path, ''))).toBe(404);
    expect(await statusOf(await announces(port, path, eve.cookie))).toBe(403);
    await announces(port, path, ann.cookie);
    await announces(port, path, ann.cookie);
    expect(await statusOf(await announces(port, path, ann.cookie))).toBe(503);
  });
});
