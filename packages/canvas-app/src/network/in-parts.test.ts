import { applyUpdate, createBoardDoc, encodeState, openBoard } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { liveNetwork } from '../../test/helpers/live-network.ts';
import { prepareConnection } from './connect.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what the server lacks, of more bytes than one frame may have', () => {
  const setUp = async () => {
    const { sockets, WebSocket } = liveNetwork();
    const events = new EventTarget() as unknown as Window;
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const text = 'x'.repeat(20_000);
    const add = (count: number) =>
      board.edit((w) => w.addAll(Array.from({ length: count }, () => ({ kind: 'text', x: 0, y: 0, text }) as const)));
    for (let i = 0; i < 3; i++) add(200);
    const connection = prepareConnection(doc, 'ws://gesso.test', () => 0, {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      WebSocket,
    });
    connection.open('board');
    // What it is divided with is fetched when it is needed.
    await import('./in-parts.ts');
    const meet = () => {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket');
      socket.accept();
      const server = createBoardDoc();
      /** The updates that have left since the last time. */
      const brought = () =>
        socket.sent.splice(0).flatMap((frame) => {
          const decoder = decoding.createDecoder(frame);
          const [type, step] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
          if (type !== 0 || step === 0) return [];
          const update = decoding.readVarUint8Array(decoder).slice();
          applyUpdate(server, update);
          return [update.length];
        });
      socket.sync(1, 0, encodeState(createBoardDoc()));
      return { socket, server, brought };
    };
    const settle = () => vi.advanceTimersByTimeAsync(0);
    return { board, doc, add, connection, meet, settle, status: () => connection.status.value };
  };

  test('is brought in parts, each once the one before is stored, and is saved with the last', async () => {
    const { board, doc, add, connection, meet, settle, status } = await setUp();
    const { socket, server, brought } = meet();
    const sizes: number[] = [];
    // Nothing of it has left, and what was written by earlier pages counts as no change of this one.
    expect(status()).toEqual({ sync: 'saving', unsaved: 0 });
    for (let count = 1; count <= 3; count++) {
      await settle();
      const now = brought();
      expect(now).toHaveLength(1);
      sizes.push(...now);
      add(1);
      await settle();
      expect(brought()).toEqual([]);
      socket.acknowledge(count);
      expect(status()).toEqual({ sync: 'saving', unsaved: count });
    }
    await settle();
    expect(brought()).toHaveLength(1);
    expect(Math.max(...sizes)).toBeLessThan(5 * 1024 * 1024);
    socket.acknowledge(4);
    expect(status()).toEqual({ sync: 'saved', unsaved: 0 });
    expect(openBoard(server).all()).toHaveLength(board.all().length);
    add(1);
    expect(brought()).toHaveLength(1);
    expect(encodeState(server)).toHaveLength(encodeState(doc).length);
    connection.close();
  });

  test('begins anew with another socket', async () => {
    const { connection, meet, settle, status, board } = await setUp();
    const first = meet();
    await settle();
    expect(first.brought()).toHaveLength(1);
    first.socket.fail(1013);
    await vi.advanceTimersByTimeAsync(20_000);
    const { socket, server, brought } = meet();
    for (let count = 1; count <= 4; count++) {
      await settle();
      expect(brought()).toHaveLength(1);
      socket.acknowledge(count);
    }
    expect(status()).toEqual({ sync: 'saved', unsaved: 0 });
    expect(openBoard(server).all()).toHaveLength(board.all().length);
    expect(first.brought()).toEqual([]);
    connection.close();
  });
});
