import { createBoardDoc, type Live, openBoard, writeLive } from '@gesso/crdt-schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { receiveLive } from './receive-live.ts';
import type { PeersDraft } from './running.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Body = Live extends infer L ? (L extends Live ? Omit<L, 'client' | 'live' | 'seq'> : never) : never;

/** A stroke that a peer has just finished, and of which the document has nothing yet. */
const finished = () => {
  const board = openBoard(createBoardDoc());
  let shown: PeersDraft = { created: [], changed: new Map() };
  let isStoring = true;
  const received = receiveLive({
    get: board.get,
    now: () => Date.now(),
    show: (next) => (shown = next),
    isStoring: () => isStoring,
  });
  const say = (body: Body) => received.receive(writeLive({ ...body, client: 7, live: 1, seq: 1 }));
  say({ type: 'start', e: 4, width: 4, color: '#24272c', brush: 'pen', x: 10, y: 20 });
  say({ type: 'points', xy: new Float32Array([0, 0, 5, 5]) });
  say({ type: 'end', id: 'aaaaaaaaaaaa' });
  return {
    received,
    shown: () => shown.created.length,
    store(works: boolean) {
      isStoring = works;
    },
  };
};

describe('ink whose element does not come', () => {
  test('goes after some seconds', () => {
    const { shown } = finished();
    vi.advanceTimersByTime(5_000);
    expect(shown()).toBe(1);
    vi.advanceTimersByTime(4_000);
    expect(shown()).toBe(0);
  });

  test('stays while the server cannot store it, and until it had time to come afterwards', () => {
    const { shown, store } = finished();
    // A database that does not answer is taken as away after five seconds.
    vi.advanceTimersByTime(5_500);
    store(false);
    vi.advanceTimersByTime(30_000);
    expect(shown()).toBe(1);
    store(true);
    vi.advanceTimersByTime(8_000);
    expect(shown()).toBe(1);
    vi.advanceTimersByTime(4_000);
    expect(shown()).toBe(0);
  });

  test('goes after a minute whatever the server says', () => {
    const { shown, store } = finished();
    store(false);
    vi.advanceTimersByTime(62_000);
    expect(shown()).toBe(0);
  });

  test('goes with its author', () => {
    const { received, shown, store } = finished();
    store(false);
    vi.advanceTimersByTime(20_000);
    received.keepOnly(new Set());
    expect(shown()).toBe(0);
  });
});
