import { failures } from '@gesso/crdt-schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerTimeout } from './api.ts';
import { type EmbeddedWindow, prefetchEmbedded } from './embedded.ts';

/** A socket whose other end is the test. */
class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readonly url: string;
  readyState = 0;
  binaryType = 'blob';
  onopen?: (event: Event) => void;

  constructor(url: string) {
    this.url = url;
    FakeSocket.opened.push(this);
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }
}

const at = 'ws://a.test/sync/abc?gesso=1';
const settled = () => vi.advanceTimersByTimeAsync(0);

/** A page in a frame, and a server that numbers the tickets that it gives. */
const frame = (storage: EmbeddedWindow['storage'] = undefined) => {
  let given = 0;
  const state = {
    serve: async (): Promise<Response> =>
      Response.json({ ticket: `t${++given}` }, { headers: { 'gesso-visitor': 'proof', 'gesso-pictures': 'seen' } }),
  };
  const asked: RequestInit[] = [];
  const page = {
    location: { origin: 'http://a.test', pathname: '/b/abc', hash: '#k=key' },
    WebSocket: FakeSocket,
    storage,
    fetch: (_path: string, init: RequestInit = {}) => {
      asked.push(init);
      return state.serve();
    },
  } as unknown as EmbeddedWindow;
  const { visitor, fetch } = prefetchEmbedded(page);
  if (visitor === undefined) throw new Error('a frame has a visitor');
  /** Opens a socket as y-websocket does, and writes down what it tells. */
  const connect = () => {
    const socket = new visitor.WebSocket(at);
    const told: unknown[] = [];
    socket.onopen = () => told.push('open');
    socket.onerror = () => told.push('error');
    socket.onclose = ({ code, reason }) => told.push([code, reason]);
    return { socket, told };
  };
  const join = () => fetch('/api/boards/abc/join', { method: 'POST', body: '{"key":"key"}' });
  return { state, asked, visitor, connect, join };
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a socket in a frame of another site', () => {
  test('is opened with the ticket that came with the way in, and the next one with a fresh ticket', async () => {
    const { asked, connect, join } = frame();
    await join();
    const { socket, told } = connect();
    expect(socket.readyState).toBe(WebSocket.CONNECTING);
    await settled();
    FakeSocket.opened[0]?.accept();
    expect([told, socket.readyState, FakeSocket.opened[0]?.binaryType]).toEqual([['open'], 1, 'arraybuffer']);
    expect(asked).toHaveLength(1);
    connect();
    await settled();
    expect(asked).toHaveLength(2);
    expect(FakeSocket.opened.map(({ url }) => url)).toEqual([`${at}&ticket=t1`, `${at}&ticket=t2`]);
  });

  test('is not opened by a ticket that has become old', async () => {
    const { connect, join } = frame();
    await join();
    await vi.advanceTimersByTimeAsync(60_000);
    connect();
    await settled();
    expect(FakeSocket.opened.map(({ url }) => url)).toEqual([`${at}&ticket=t2`]);
  });

  test('that is given no ticket is closed with the code and the name of the failure', async () => {
    const { state, connect } = frame();
    state.serve = async () => Response.json({ code: 'REVOKED' }, { status: 403 });
    const { socket, told } = connect();
    await settled();
    expect(told).toEqual([[failures.REVOKED.close, 'REVOKED']]);
    expect([socket.readyState, FakeSocket.opened]).toEqual([WebSocket.CLOSED, []]);
  });

  test('is lost as any other where nothing is known of why, and where no ticket comes in time', async () => {
    const { state, asked, connect } = frame();
    state.serve = () => Promise.reject(new TypeError('no server'));
    const lost = connect();
    await settled();
    expect(lost.told).toEqual(['error', [0, '']]);
    state.serve = () => new Promise(() => undefined);
    const late = connect();
    await vi.advanceTimersByTimeAsync(answerTimeout - 1);
    expect([late.told, asked[1]?.signal?.aborted]).toEqual([[], false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([late.told, asked[1]?.signal?.aborted]).toEqual([['error', [0, '']], true]);
  });

  test('that is closed before it was opened asks no further and opens nothing', async () => {
    const { state, asked, connect } = frame();
    let answer: (response: Response) => void = () => undefined;
    state.serve = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { socket, told } = connect();
    await settled();
    socket.close();
    expect([asked[0]?.signal?.aborted, socket.readyState]).toEqual([true, WebSocket.CLOSED]);
    answer(Response.json({ ticket: 'late' }));
    await vi.advanceTimersByTimeAsync(answerTimeout);
    expect([FakeSocket.opened, told]).toEqual([[], ['error', [0, '']]]);
  });
});

describe('a page in a frame of another site', () => {
  test('goes on as the same visitor where the tab remembers', async () => {
    const values = new Map<string, string>();
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
    const { visitor, join } = frame(storage);
    expect(visitor.headers()).toEqual({});
    await join();
    expect(visitor.pictureQuery()).toBe('?visitor=seen');
    expect(frame(storage).visitor.headers()).toEqual({ 'gesso-visitor': 'proof' });
  });

  test('goes on where the store throws', async () => {
    const refuse = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    const { visitor, connect, join } = frame({ getItem: refuse, setItem: refuse });
    expect((await join()).ok).toBe(true);
    expect(visitor.headers()).toEqual({ 'gesso-visitor': 'proof' });
    connect();
    await settled();
    expect(FakeSocket.opened).toHaveLength(1);
  });
});
