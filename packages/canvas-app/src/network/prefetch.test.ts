import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardSocket } from './board-socket.ts';
import { type PrefetchWindow, prefetch } from './prefetch.ts';

const askForAll = [0, 0, 1, 0];

/** A socket whose other end is the test. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly opened: FakeSocket[] = [];
  readonly url: string;
  readonly sent: number[][] = [];
  readyState = 0;
  binaryType = 'blob';
  onopen?: (event: Event) => void;
  onmessage?: (event: MessageEvent) => void;

  constructor(url: string) {
    this.url = url;
    FakeSocket.opened.push(this);
  }

  send(data: Uint8Array): void {
    this.sent.push([...data]);
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  say(data: string): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

const at = 'ws://a.test/sync/abc?gesso=1';

const pageAt = (path: string, answer: () => Promise<Response> = async () => Response.json({ role: 'editor' })) => {
  const asked: string[] = [];
  const url = new URL(path, 'http://a.test');
  const page = {
    location: { origin: url.origin, pathname: url.pathname, hash: url.hash },
    WebSocket: FakeSocket,
    fetch: (to: string, init?: RequestInit) => {
      asked.push(`${init?.method} ${to} ${init?.body ?? ''}`);
      return answer();
    },
  } as unknown as PrefetchWindow;
  return { prefetched: prefetch(page), asked };
};

const databases = vi.fn<() => Promise<readonly { readonly name: string }[]>>();
const settled = () => new Promise((resolve) => setImmediate(resolve));
const join = { method: 'POST', body: '{"key":"k"}' };

/** Sends frames as they are. */
const asTheyAre = { outgoing: (frame: Uint8Array) => frame, sent: () => undefined };

/** Takes the socket and notes what its handlers hear. */
const listen = (socket: BoardSocket | undefined): unknown[] => {
  const heard: unknown[] = [];
  socket?.handOver(asTheyAre);
  if (socket) {
    socket.onopen = () => heard.push('open');
    socket.onmessage = ({ data }) => heard.push(data);
  }
  return heard;
};

beforeEach(() => {
  FakeSocket.opened.length = 0;
  databases.mockResolvedValue([]);
  vi.stubGlobal('indexedDB', { databases });
});
afterEach(() => vi.unstubAllGlobals());

describe('what is prefetched', () => {
  test('is what the address needs: a new board, a way in by key, or the session', () => {
    expect(pageAt('/').asked).toEqual(['POST /api/boards {}']);
    expect(pageAt('/b/abc#k=k').asked).toEqual(['POST /api/boards/abc/join {"key":"k"}']);
    expect(pageAt('/b/abc').asked).toEqual(['GET /api/session ']);
  });

  test('is answered once; a caller that asks again or for something else asks the server', async () => {
    const { prefetched, asked } = pageAt('/b/abc#k=k');
    await prefetched.fetch('/api/boards/abc/join', { ...join, body: '{"key":"k","password":"p"}' });
    expect(asked).toHaveLength(2);
    await prefetched.fetch('/api/boards/abc/join', join);
    expect(asked).toHaveLength(2);
    await prefetched.fetch('/api/boards/abc/join', join);
    expect(asked).toHaveLength(3);
  });

  test('fails for its caller when the server is not there, and opens nothing', async () => {
    const { prefetched } = pageAt('/b/abc#k=k', () => Promise.reject(new TypeError('offline')));
    await settled();
    expect(FakeSocket.opened).toHaveLength(0);
    await expect(prefetched.fetch('/api/boards/abc/join', join)).rejects.toThrow('offline');
  });

  test('opens no socket for a person who is not let in, nor for a new board', async () => {
    pageAt('/b/abc#k=k', async () => new Response('', { status: 401 }));
    pageAt('/');
    await settled();
    expect(FakeSocket.opened).toHaveLength(0);
  });
});

describe('the copy on this device', () => {
  const open = vi.fn((_name: string) => ({}));
  const asked = () => open.mock.calls.map(([name]) => name);
  beforeEach(() => {
    open.mockClear();
    vi.stubGlobal('indexedDB', { databases, open });
  });

  test('is read at once where there is one, and not made where there is none', async () => {
    pageAt('/b/abc#k=k');
    pageAt('/');
    databases.mockRejectedValueOnce(new Error('not told'));
    pageAt('/b/abc');
    await settled();
    expect(asked()).toEqual([]);
    databases.mockResolvedValueOnce([{ name: 'gesso:abc' }, { name: 'gesso:other' }]);
    pageAt('/b/abc#k=k');
    await settled();
    expect(asked()).toEqual(['gesso:abc']);
  });

  test('that cannot be read is left to the app', async () => {
    open.mockImplementationOnce(() => {
      throw new Error('closed');
    });
    databases.mockResolvedValueOnce([{ name: 'gesso:abc' }]);
    expect(await pageAt('/b/abc#k=k').prefetched.copy).toBeUndefined();
  });
});

describe('the prefetched socket', () => {
  test('asks a new visitor’s board for everything and tells its taker all it has heard, in order', async () => {
    const { prefetched } = pageAt('/b/abc#k=k');
    await settled();
    const [socket] = FakeSocket.opened;
    expect(socket?.url).toBe(at);
    socket?.accept();
    await settled();
    expect(socket?.sent).toEqual([askForAll]);
    socket?.say('first');
    socket?.say('second');
    const heard = listen(prefetched.socket(at));
    await settled();
    socket?.say('third');
    expect(heard).toEqual(['open', 'first', 'second', 'third']);
    expect(prefetched.socket(at)).toBeUndefined();
  });

  test('asks for everything once only, and again when something else is known by then', async () => {
    const { prefetched } = pageAt('/b/abc#k=k');
    await settled();
    FakeSocket.opened[0]?.accept();
    await settled();
    const socket = prefetched.socket(at);
    socket?.handOver(asTheyAre);
    socket?.send(Uint8Array.from(askForAll));
    socket?.send(Uint8Array.of(0, 0, 3, 1, 7, 2));
    expect(FakeSocket.opened[0]?.sent).toEqual([askForAll, [0, 0, 3, 1, 7, 2]]);
  });

  test('asks for nothing where there is a copy of the board, or where it is not known', async () => {
    databases.mockResolvedValueOnce([{ name: 'gesso:abc' }]).mockRejectedValueOnce(new Error('not told'));
    for (let visit = 0; visit < 2; visit++) {
      const { prefetched } = pageAt('/b/abc#k=k');
      await settled();
      const socket = FakeSocket.opened.at(-1);
      socket?.accept();
      await settled();
      expect(socket?.sent).toEqual([]);
      const taken = prefetched.socket(at);
      taken?.send(Uint8Array.of(7));
      expect(socket?.sent).toEqual([[7]]);
    }
  });

  test('that is taken before it opens asks nothing by itself', async () => {
    const { prefetched } = pageAt('/b/abc#k=k');
    await settled();
    const heard = listen(prefetched.socket(at));
    FakeSocket.opened[0]?.accept();
    await settled();
    expect(heard).toEqual(['open']);
    expect(FakeSocket.opened[0]?.sent).toEqual([]);
  });

  test('that has closed, or is of another board, is nobody’s', async () => {
    const { prefetched } = pageAt('/b/abc#k=k');
    await settled();
    expect(prefetched.socket('ws://a.test/sync/other?gesso=1')).toBeUndefined();
    const [socket] = FakeSocket.opened;
    if (socket) socket.readyState = 3;
    expect(prefetched.socket(at)).toBeUndefined();
  });
});
