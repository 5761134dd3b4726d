import { createBoardDoc } from '@gesso/crdt-schema';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { prepareConnection } from './connect.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sockets that never open, and what was done to them. */
const deadNetwork = () => {
  const sockets: { readonly url: string; closed: boolean }[] = [];
  function Dead(this: unknown, url: string) {
    const socket = { url, closed: false };
    sockets.push(socket);
    const events: Record<string, unknown> = {
      CONNECTING: 0,
      readyState: 0,
      send: () => undefined,
      close() {
        socket.closed = true;
        events['readyState'] = 3;
        const onclose = events['onclose'];
        if (typeof onclose === 'function') onclose({ code: 1006, reason: '' });
      },
    };
    return events;
  }
  return { sockets, WebSocket: Dead as unknown as typeof WebSocket };
};

test('a socket that never opens is given up, and another is tried', async () => {
  const { sockets, WebSocket } = deadNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  connection.open('board');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(sockets.map(({ closed }) => closed)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  connection.close();
});

test('what the browser says of the network has another socket tried at once', async () => {
  const { sockets, WebSocket } = deadNetwork();
  const events = new EventTarget() as unknown as Window;
  const connection = prepareConnection(createBoardDoc(), 'ws://gesso.test', () => 0, {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    WebSocket,
  });
  connection.open('board');
  events.dispatchEvent(new Event('offline'));
  expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  events.dispatchEvent(new Event('online'));
  expect(sockets.map(({ closed }) => closed)).toEqual([true, true, false]);
  connection.close();
});
