import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { networkOf } from '../src/config/addresses.ts';
import { createConnections, openFilesLimit, roomFor } from '../src/quotas/connections.ts';
import { createTimers } from '../src/timers.ts';
import { newCertificate } from './support/certificate.ts';
import { edit, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { startedBy } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';

/** A connection on which nothing is said: `true` while it stands, `false` once the server has ended it. */
const holds = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket: Socket = connect({ port, host: '127.0.0.1' });
    afterThis(() => socket.destroy());
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    // What the server has not cut by the time it answers this, it keeps.
    socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    socket.once('data', () => resolve(true));
  });

describe('a process with few descriptors', () => {
  test('outlives more connections than it may have files open, and serves those who were there', async () => {
    const data = newFolder();
    const server = startedBy('ulimit -n 160; node packages/server/src/main.ts', { DATA_DIR: data }, root);
    const url = await server.url;
    const ann = person(url);
    const { id } = await ann.makesBoard();
    const line = await ann.connects(id);
    await line.hears('step1');
    const held = await Promise.all(Array.from({ length: 400 }, () => holds(Number(new URL(url).port))));
    expect(held.filter(Boolean).length).toBeGreaterThan(10);
    expect(held.filter(Boolean).length).toBeLessThan(80);
    expect((await ann.get('/api/boards')).status).toBe(200);
    // Longer than the timers of the process take: each has its turn without a descriptor to spare.
    const doc = new Y.Doc();
    for (let count = 1; count <= 200; count++) {
      line.send(frames.update(edit(doc, `element-${1000 + count}`)));
      await line.hears('saved', (saved) => saved.count === count);
    }
    expect(server.child.exitCode).toBeNull();
  });
});

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('connections', () => {
  test('leave descriptors for files, threads and the database', () => {
    expect(roomFor(1024, 20_000)).toBe(384);
    expect(roomFor(1_048_576, 20_000)).toBe(20_000);
    expect(roomFor(160, 20_000)).toBe(53);
    expect(roomFor(undefined, 20_000)).toBe(20_000);
    expect(openFilesLimit()).toBeGreaterThan(100);
  });

  test('are counted by network, and a trusted proxy speaks for many', async () => {
    const config = { maxConnections: 100, connectionsPerAddress: 2, proxies: undefined };
    const connections = createConnections(config, 10_000);
    const first = connections.enter('2001:db8:1:2::1');
    expect(first).toBeDefined();
    expect(connections.enter('2001:db8:1:2:ffff::9')).toBeDefined();
    expect(connections.enter('2001:db8:1:2::3')).toBeUndefined();
    expect(connections.enter('2001:db8:1:3::3')).toBeDefined();
    first?.();
    first?.();
    expect(connections.open).toBe(2);
    expect(connections.enter('2001:db8:1:2::3')).toBeDefined();
    expect(connections.enter('2001:db8:1:2::4')).toBeUndefined();
  });

  test('above what one address may have are cut, and room is there again when some have gone', async () => {
    const server = await serve({ CONNECTIONS_PER_ADDRESS: '5' });
    const held = await Promise.all(Array.from({ length: 12 }, () => holds(server.port)));
    expect(held.filter(Boolean).length).toBe(5);
  });

  test('are cut over TLS as well', async () => {
    const { cert, key } = newCertificate(1);
    const folder = newFolder();
    writeFileSync(path.join(folder, 'cert.pem'), cert);
    writeFileSync(path.join(folder, 'key.pem'), key);
    const files = { TLS_CERT: path.join(folder, 'cert.pem'), TLS_KEY: path.join(folder, 'key.pem') };
    const server = await serve({ ...files, CONNECTIONS_PER_ADDRESS: '3' });
    const shakesHands = (): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connectTls({ port: server.port, host: '127.0.0.1', ca: cert, servername: 'localhost' });
        afterThis(() => socket.destroy());
        socket.on('secureConnect', () => resolve(true));
        socket.on('error', () => resolve(false));
        socket.on('close', () => resolve(false));
      });
    const held = await Promise.all(Array.from({ length: 20 }, shakesHands));
    expect(held.filter(Boolean).length).toBe(3);
  });

  test('of one person to boards are bounded', async () => {
    const server = await serve({ SOCKETS_PER_PERSON: '3' });
    const ann = person(server.url);
    const { id, edit: link } = await ann.makesBoard();
    const lines = [];
    for (let i = 0; i < 3; i++) {
      const line = await ann.connects(id);
      await line.hears('step1');
      lines.push(line);
    }
    expect(await (await ann.connects(id)).closed).toEqual({ code: 4529, reason: 'RATE_LIMITED' });
    const ben = person(server.url);
    await ben.opens(link);
    await (await ben.connects(id)).hears('step1');
    lines[0]?.close();
    await lines[0]?.closed;
    await (await ann.connects(id)).hears('step1');
  });
});

test.each([
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.1'],
  ['10.0.0.1:50123', '10.0.0.1'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('a timer', () => {
  const files = globSync('packages/server/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));

  test('is asked for in one place only, where nothing that throws ends the process', () => {
    expect(files.length).toBeGreaterThan(50);
    const bare = files.filter((file) =>
      /(?<![.\w])set(Interval|Timeout|Immediate)\(/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(bare).toEqual(['packages/server/src/timers.ts']);
  });

  test('that throws or rejects is told of, and goes on', async () => {
    const told: string[] = [];
    let runs = 0;
    await new Promise<void>((resolve) => {
      const timers = createTimers((error) => {
        told.push(String(error));
        if (told.length === 4) resolve();
        throw new Error('nor does this');
      });
      const stop = timers.every(1, () => {
        runs++;
        if (runs === 2) stop();
        throw new Error('again');
      });
      timers.after(1, () => Promise.reject(new Error('later')) as never);
      timers.soon(() => {
        throw new Error('soon');
      });
    });
    expect(told.sort()).toEqual(['Error: again', 'Error: again', 'Error: later', 'Error: soon']);
  });
});
