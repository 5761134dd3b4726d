import { createBoardDoc, messageType, syncType } from '@gesso/crdt-schema';
import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';

/**
 * The shapes of y-websocket that the adapter relies on, one test per row of README.md. When one fails after an upgrade, its sentence
 * says what no longer holds.
 */
class FakeSocket {
  readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  send(frame: Uint8Array): void {
    this.sent.push(frame.slice());
  }
  close(): void {}
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(...numbers: readonly number[]): void {
    const encoder = encoding.createEncoder();
    for (const number of numbers) encoding.writeVarUint(encoder, number);
    this.onmessage?.({ data: encoding.toUint8Array(encoder).slice().buffer });
  }
}

const providers: WebsocketProvider[] = [];

const setUp = () => {
  const doc = createBoardDoc();
  const awareness = new Awareness(doc);
  const socket = new FakeSocket();
  const urls: string[] = [];
  function Given(url: string) {
    urls.push(url);
    return socket;
  }
  const provider = new WebsocketProvider('ws://gesso.test/sync', 'board', doc, {
    connect: false,
    disableBc: true,
    awareness,
    params: { gesso: '1' },
    WebSocketPolyfill: Given as unknown as typeof WebSocket,
  });
  providers.push(provider);
  return { doc, awareness, provider, socket, urls };
};

afterEach(() => {
  for (const provider of providers.splice(0)) {
    provider.destroy();
    provider.awareness.destroy();
  }
});

describe('what the adapter knows of the inside of y-websocket', () => {
  test('it takes the socket that the given constructor returns, and sets handlers on it', () => {
    const { provider, socket, urls } = setUp();
    provider.connect();
    expect(urls, 'y-websocket calls another address: prefetch.ts has opened the wrong one').toEqual([
      'ws://gesso.test/sync/board?gesso=1',
    ]);
    expect(provider.ws, 'y-websocket no longer keeps the socket it was given').toBe(socket);
    for (const handler of ['onopen', 'onmessage', 'onclose', 'onerror'])
      expect(socket, 'y-websocket no longer listens by handlers: board-socket.ts').toHaveProperty(
        handler,
        expect.any(Function),
      );
    socket.accept();
    expect(provider.wsconnected).toBe(true);
    expect([...(socket.sent[0] ?? [])], 'y-websocket no longer begins with sync step 1').toEqual([0, 0, 1, 0]);
  });

  test('it asks messageHandlers of its own, by the type of a message', () => {
    const { provider, socket } = setUp();
    const other = setUp();
    const saved = vi.fn();
    provider.messageHandlers[messageType.saved] = saved;
    provider.connect();
    socket.accept();
    socket.say(messageType.saved, 3);
    expect(saved, 'y-websocket no longer reads by messageHandlers').toHaveBeenCalledTimes(1);
    expect(
      other.provider.messageHandlers[messageType.saved],
      'y-websocket shares messageHandlers between providers',
    ).toBeUndefined();
  });

  test('a handler stands behind the type, and what it writes is sent', () => {
    const { provider, socket } = setUp();
    const originalHandler = provider.messageHandlers[messageType.sync];
    expect(originalHandler, 'y-websocket has no handler for sync that updates can be left to').toBeInstanceOf(Function);
    provider.messageHandlers[messageType.sync] = (encoder) => {
      encoding.writeVarUint(encoder, messageType.sync);
      encoding.writeVarUint(encoder, syncType.step2);
    };
    provider.connect();
    socket.accept();
    socket.say(messageType.sync, syncType.step1, 1, 0);
    expect(socket.sent.at(-1), 'what a handler writes is no longer sent').toEqual(Uint8Array.of(0, 1));
  });

  test('it tells that it is synced when it is told so', () => {
    const { provider } = setUp();
    const synced = vi.fn();
    provider.on('sync', synced);
    provider.synced = true;
    expect(synced, 'setting synced no longer tells of it').toHaveBeenCalledWith(true);
  });

  test('its presence goes by one listener that can be taken away', () => {
    const { awareness, provider, socket } = setUp();
    provider.connect();
    socket.accept();
    awareness.off('update', provider._awarenessUpdateHandler);
    const before = socket.sent.length;
    awareness.setLocalState({ user: 'me' });
    expect(socket.sent.length, 'y-websocket sends presence by another way').toBe(before);
  });

  test('it says that it is cut off before it takes back the presence of others', () => {
    const { awareness, provider, socket } = setUp();
    const other = new Awareness(createBoardDoc());
    other.setLocalState({ user: 'other' });
    provider.connect();
    socket.accept();
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(other, [other.clientID]), 'test');
    const heard: unknown[] = [];
    awareness.on('change', () => heard.push([awareness.getStates().has(other.clientID), provider.wsconnected]));
    socket.onclose?.({ code: 4502, reason: 'ROLE_CHANGED' });
    expect(heard, 'others are taken back while the connection still seems to be there').toEqual([[false, false]]);
    other.destroy();
  });

  test('it says that it is disconnected after it has taken back the presence of others, and remembers their clocks', () => {
    const { awareness, provider, socket } = setUp();
    const other = new Awareness(createBoardDoc());
    other.setLocalState({ user: 'other' });
    provider.connect();
    socket.accept();
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(other, [other.clientID]), 'test');
    const heard: unknown[] = [];
    provider.on('status', ({ status }) => heard.push([status, awareness.getStates().has(other.clientID)]));
    socket.onclose?.({ code: 1006, reason: '' });
    expect(heard, 'others are taken back after it was said that the page is cut off').toEqual([
      ['disconnected', false],
    ]);
    expect(awareness.meta.has(other.clientID), 'it forgets them by itself: forgetOthers is not needed').toBe(true);
    other.destroy();
  });

  test('it tells how a socket was closed, and not of closing by itself', () => {
    const { provider, socket } = setUp();
    const closed: unknown[] = [];
    provider.on('connection-close', (event) => closed.push(event));
    provider.connect();
    socket.accept();
    socket.onclose?.({ code: 4403, reason: 'FORBIDDEN' });
    expect(closed, 'connection-close no longer brings code and reason').toEqual([{ code: 4403, reason: 'FORBIDDEN' }]);
    provider.connect();
    provider.disconnect();
    expect(closed.at(-1), 'y-websocket takes its own closing for the server’s').toBeNull();
  });
});
