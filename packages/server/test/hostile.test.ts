import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { encodeLive, limits, messageType, writeLive } from '@gesso/crdt-schema';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Closed, closeOf, edit, frames, type Line } from './support/line.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

/** A board where two people draw, and a third, an editor like them, who means harm. */
const attacked = async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const villain = person(server.url);
  await villain.opens(board.edit);
  const drawing = await ann.connects(board.id);
  const watching = await ann.connects(board.id);
  const doc = new Y.Doc();
  return {
    server,
    ann,
    board,
    villain,
    /** Nobody else has noticed anything: what one draws, the other sees. */
    async stillWorks(): Promise<void> {
      const update = edit(doc, `element-${Math.random().toString(36).slice(2, 6).padEnd(4, '0')}`);
      drawing.send(frames.update(update));
      await watching.hears('update', ({ body }) => Buffer.compare(body, update) === 0);
    },
    attack: (send: (line: Line) => void): Promise<Closed> => strike(villain, board, send),
  };
};

const strike = async (villain: Someone, board: NewBoard, send: (line: Line) => void): Promise<Closed> => {
  const line = await villain.connects(board.id);
  send(line);
  return line.closed;
};

const frame = (...parts: readonly (number | Uint8Array)[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const part of parts)
    typeof part === 'number' ? encoding.writeVarUint(encoder, part) : encoding.writeUint8Array(encoder, part);
  return encoding.toUint8Array(encoder);
};

/** Bytes written past the WebSocket library, as a broken or malicious client would. */
const raw = (line: Line, bytes: Uint8Array): void => {
  (line.socket as unknown as { readonly _socket: { write(bytes: Uint8Array): void } })._socket.write(bytes);
};

describe('a hostile client ends its own connection and nobody else notices', () => {
  const malformed: readonly [string, Uint8Array | string][] = [
    ['nothing at all', new Uint8Array()],
    ['text', 'hello'],
    ['an unknown type', frame(77, 1)],
    ['a frame of the server', frame(messageType.saved, 1)],
    ['a type beyond all numbers', new Uint8Array(20).fill(255)],
    ['a length beyond the frame', frame(0, 2, 2 ** 50)],
    ['an update that is none', frames.update(Uint8Array.of(200, 1, 2, 3))],
    ['a state vector that is none', frames.step1(Uint8Array.of(255, 255, 255))],
    ['an update with bytes behind it', frame(...[frames.update(Uint8Array.of(0, 0)), 1])],
    ['presence that is no list', frame(1, 3, Uint8Array.of(9, 9, 9))],
    ['presence that is no JSON', frame(1, 4, Uint8Array.of(1, 7, 1, 1), Uint8Array.of(123))],
    ['live ink without a header', frame(101, 2, Uint8Array.of(1, 2))],
    ['a root that is not ours', frames.update(foreignRoot())],
    ['a number that is none', frames.update(edit(new Y.Doc(), 'element-evil', { x: Number.NaN }))],
    ['a record that is no record', frames.update(edit(new Y.Doc(), 'element-evil', 'text'))],
    ['a key that is no id', frames.update(edit(new Y.Doc(), '__proto__', { k: 'r' }))],
  ];

  test.each(malformed)('%s', async (_name, bytes) => {
    const { attack, stillWorks } = await attacked();
    expect(await attack(({ socket }) => socket.send(bytes))).toEqual(closeOf('MALFORMED'));
    await stillWorks();
  });

  test.each([
    ['an update', frames.update(new Uint8Array(limits.updateBytes + 1))],
    ['a first sync', frames.step2(new Uint8Array(limits.syncStepBytes + 1))],
    ['a frame of the socket', new Uint8Array(limits.syncStepBytes + 10_000)],
    ['live ink', frame(101, limits.liveBytes + 1, new Uint8Array(limits.liveBytes + 1))],
    ['presence', frames.presence(7, 1, { note: 'x'.repeat(limits.awarenessBytes) })],
  ])('%s above its limit', async (_name, bytes) => {
    const { attack, stillWorks } = await attacked();
    expect(await attack(({ send }) => send(bytes))).toEqual(closeOf('TOO_LARGE'));
    await stillWorks();
  });

  test('values nested deeper than anybody draws', async () => {
    const { attack, stillWorks } = await attacked();
    let deep: unknown = 1;
    for (let i = 0; i < 5_000; i++) deep = [deep];
    const { code } = await attack(({ send }) => send(frames.update(edit(new Y.Doc(), 'element-evil', { deep }))));
    expect([closeOf('MALFORMED').code, closeOf('TOO_LARGE').code]).toContain(code);
    await stillWorks();
  });

  test('WebSocket frames that break the protocol', async () => {
    const { attack, stillWorks, villain, board } = await attacked();
    // Reserved bits set, an unmasked frame, an unknown opcode, a control frame in parts.
    for (const bytes of [
      [0xf2, 0x81, 0, 0, 0, 0, 1],
      [0x82, 0x01, 1],
      [0x8b, 0x80, 0, 0, 0, 0],
      [0x09, 0x80, 0, 0, 0, 0],
    ]) {
      expect(await attack((line) => raw(line, Uint8Array.from(bytes)))).toEqual(closeOf('MALFORMED'));
    }
    const cut = await villain.connects(board.id);
    raw(cut, Uint8Array.of(0x82, 0xff, 0, 0));
    cut.socket.terminate();
    await stillWorks();
  });

  test('random frames, a thousand of them', async () => {
    const { attack, stillWorks } = await attacked();
    for (let i = 0; i < 10; i++) {
      await attack(({ send }) => {
        for (let n = 0; n < 100; n++) send(randomBytes(1 + (n % 60)));
      });
    }
    await stillWorks();
  });

  test('updates that wait for content which never comes, without end', async () => {
    const { attack, stillWorks, ann, board } = await attacked();
    const doc = new Y.Doc();
    // The first edit is never sent, so that all the others wait for it.
    edit(doc, 'element-0000');
    const updates = Array.from({ length: 40 }, (_, i) => {
      const before = Y.encodeStateVector(doc);
      doc.transact(() => {
        for (let n = 0; n < 5; n++) doc.getMap('tx').set(`text-${i + 100}-${n + 100}`, new Y.Text('x'.repeat(19_000)));
      });
      return Y.encodeStateAsUpdate(doc, before);
    });
    const closed = await attack(({ send }) => {
      for (const update of updates) send(frames.update(update));
    });
    expect(closed).toEqual(closeOf('MALFORMED'));
    await stillWorks();
    const state = (await ann.get(`/api/boards/${board.id}/document`)).bytes;
    expect(state.length).toBeLessThan(4 * 1024 * 1024);
  });

  test('asking for the whole board again and again', async () => {
    const { attack, stillWorks } = await attacked();
    const closed = await attack(({ send }) => {
      for (let i = 0; i < 50; i++) send(frames.step1());
    });
    expect(closed).toEqual(closeOf('RATE_LIMITED'));
    await stillWorks();
  });

  test('writing under the client id of somebody who is away', async () => {
    const { attack, stillWorks, ann, board } = await attacked();
    const victim = new Y.Doc();
    const away = await ann.connects(board.id);
    away.send(frames.update(edit(victim, 'element-0001')));
    await away.hears('saved');
    away.close();
    await away.closed;
    expect(await attack(({ send }) => send(frames.update(edit(victim, 'element-evil'))))).toEqual(
      closeOf('NOT_YOUR_ID'),
    );
    await stillWorks();
  });

  test('a viewer who writes, draws live ink, or passes changes off as history', async () => {
    const { server, board, stillWorks } = await attacked();
    const viewer = person(server.url);
    await viewer.opens(board.view);
    const update = edit(new Y.Doc(), 'element-evil');
    for (const bytes of [frames.update(update), frames.step2(update), live(7)]) {
      expect(await strike(viewer, board, ({ send }) => send(bytes))).toEqual(closeOf('FORBIDDEN'));
    }
    await stillWorks();
  });

  test('speaking for somebody else, in presence and in live ink, reaches nobody', async () => {
    const { ann, board, villain, stillWorks } = await attacked();
    const [honest, watching, forger] = [
      await ann.connects(board.id),
      await ann.connects(board.id),
      await villain.connects(board.id),
    ];
    honest.send(frames.presence(7, 1, { cursor: [1, 1] }));
    await watching.hears('presence', ({ states }) => states.has(7));
    forger.send(frames.presence(7, 2, { cursor: [6, 6], user: { id: 'x', name: 'Ann', color: '#000000' } }));
    forger.send(frames.presence(7, 3, null));
    forger.send(live(7));
    forger.send(frames.presence(8, 1, { user: { id: 'x', name: 'Ann', color: '#000000' } }));
    const { states } = await watching.hears('presence', ({ states }) => states.has(8));
    expect(states.get(8)?.state?.user?.name).not.toBe('Ann');
    expect(states.has(7)).toBe(false);
    expect(watching.heard.some(({ type }) => type === 'live')).toBe(false);
    await stillWorks();
  });

  test('speaking for more people than one connection is', async () => {
    const { ann, board, villain, stillWorks } = await attacked();
    const watching = await ann.connects(board.id);
    const crowd = await villain.connects(board.id);
    for (let client = 100; client < 1_100; client++) crowd.send(frames.presence(client, 1, { n: client }));
    crowd.send(frames.queryPresence());
    await watching.hears('presence', ({ states }) => states.has(107));
    await stillWorks();
    const shown = watching.heard.flatMap((message) => (message.type === 'presence' ? [...message.states.keys()] : []));
    expect(shown.filter((client) => client > 107 && client < 1_100)).toEqual([]);
  });

  test('a presence state that is no state', async () => {
    const { attack, stillWorks } = await attacked();
    const bad = frame(1, 6, Uint8Array.of(1, 7, 1, 3), Uint8Array.of(0xff, 0xfe, 0x7b));
    expect(await attack(({ send }) => send(bad))).toEqual(closeOf('MALFORMED'));
    expect(await attack(({ send }) => send(frame(1, 4, 5_000_000_000)))).toEqual(closeOf('MALFORMED'));
    await stillWorks();
  });

  test('deleting a million things that are not there', async () => {
    const { attack, stillWorks, ann, board } = await attacked();
    const ranges = Array.from({ length: limits.updateDeleteRanges + 1 }, (_, i) => [2 * i, 1]).flat();
    const update = frame(0, 1, 99, limits.updateDeleteRanges + 1, ...ranges);
    expect(await attack(({ send }) => send(frames.update(update)))).toEqual(closeOf('TOO_LARGE'));
    await stillWorks();
    expect((await ann.get(`/api/boards/${board.id}/document`)).bytes.length).toBeLessThan(10_000);
  });

  test('a message in a thousand fragments', async () => {
    const { attack, stillWorks } = await attacked();
    const { code } = await attack((line) => {
      raw(line, Uint8Array.of(0x02, 0x80, 0, 0, 0, 0));
      for (let i = 0; i < 1_000; i++) raw(line, Uint8Array.of(0x00, 0x81, 0, 0, 0, 0, 0));
    });
    expect([closeOf('MALFORMED').code, closeOf('TOO_LARGE').code]).toContain(code);
    await stillWorks();
  });

  test('requests that are no requests', async () => {
    const { server, stillWorks } = await attacked();
    for (const text of [
      '\0\0\0\0',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'BREW / HTTP/9\r\n\r\n',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.end(text));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    await stillWorks();
  });

  test('leaving in the middle of the handshake', async () => {
    const { server, villain, board, stillWorks } = await attacked();
    const handshake = `GET /sync/${board.id} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://x\r\nCookie: ${villain.cookie}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    for (let i = 0; i < 20; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          socket.write(handshake);
          socket.destroy();
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    }
    await stillWorks();
  });
});

test('twenty thousand tiny changes at once leave other boards their turn, and memory its size', async () => {
  const { villain, board, ann, stillWorks } = await attacked();
  const doc = new Y.Doc();
  const flood: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => flood.push(frames.update(update)));
  for (let i = 0; i < 20_000; i++) doc.getMap('ov').set('element-evil:x', i);
  const quiet = await ann.makesBoard();
  const calm = await ann.connects(quiet.id);
  const own = new Y.Doc();
  const flooding = await villain.connects(board.id);
  const memory = process.memoryUsage().rss;

  let worst = 0;
  for (let i = 0; i < 40; i++) {
    // This process is the villain too: it sends in parts, or the measuring would wait for the sending.
    for (const bytes of flood.slice(i * 500, (i + 1) * 500)) flooding.socket.send(bytes);
    const sent = performance.now();
    calm.send(frames.update(edit(own, `element-${String(i).padStart(4, '0')}`)));
    await calm.hears('saved', ({ count }) => count === i + 1);
    worst = Math.max(worst, performance.now() - sent);
  }
  expect(worst).toBeLessThan(500);
  await stillWorks();
  expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 1024 * 1024);
});

test('a reader who stops reading is not written to without end, and is brought up to date when it reads again', async () => {
  const { villain, board, ann, stillWorks } = await attacked();
  const slow = await villain.connects(board.id);
  await slow.hears('step1');
  slow.pause();
  const writer = await ann.connects(board.id);
  const doc = new Y.Doc();
  // 30 MB for a socket that does not read: most of it is never given to the system.
  for (let i = 0; i < 40; i++) {
    const known = Y.encodeStateVector(doc);
    doc.transact(() => {
      for (let n = 0; n < 40; n++)
        doc.getMap('tx').set(`text-${String(i * 40 + n).padStart(7, '0')}`, new Y.Text('x'.repeat(19_000)));
    });
    writer.send(frames.update(Y.encodeStateAsUpdate(doc, known)));
    await writer.hears('saved', ({ count }) => count === i + 1);
  }
  await stillWorks();
  slow.socket.resume();
  const { body } = await slow.hears('step2');
  const seen = new Y.Doc();
  for (const message of slow.heard) if (message.type === 'update') Y.applyUpdate(seen, message.body);
  Y.applyUpdate(seen, body);
  expect(seen.getMap('tx').size).toBe(1_600);
});

/** The header of live ink by a client id, and a point. */
function live(client: number): Uint8Array {
  const xy = Float32Array.of(1, 1);
  return encodeLive(writeLive({ type: 'points', client, live: 1, seq: 1, xy, e: 4 }));
}

/** An update that writes to a root type no board has. */
function foreignRoot(): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap('secrets').set('element-evil', { k: 'r' });
  return Y.encodeStateAsUpdate(doc);
}
