import {
  createBoardDoc,
  type Element,
  type ElementId,
  liveHead,
  openBoard,
  type StrokeElement,
} from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { receiveLive } from './receive-live.ts';
import type { PeersDraft } from './running.ts';
import { type SharedDraft, shareLive } from './share-live.ts';

const none: SharedDraft = { created: [], changed: new Map() };

const stroke = (id: string, ...xy: number[]): StrokeElement => ({
  id,
  kind: 'stroke',
  x: 10,
  y: 20,
  z: '',
  rotation: 0,
  opacity: 100,
  locked: false,
  groups: [],
  points: { xy: new Float32Array(xy) },
  color: '#24272c',
  width: 4,
  brush: 'pen',
});

/** Two people: what the first drafts, and what the second is shown of it. Time stands still unless it is moved. */
const twoPeople = () => {
  const board = openBoard(createBoardDoc());
  const draft = signal<SharedDraft>(none);
  let shown: PeersDraft = { created: [], changed: new Map() };
  const liveIn = receiveLive({ get: board.get, now: () => Date.now(), show: (next) => (shown = next) });
  board.onChange(liveIn.apply);
  const stop = shareLive({ client: () => 7, draft, get: board.get, send: liveIn.receive });
  const commit = (element: StrokeElement): ElementId => {
    const { z: _z, ...rest } = element;
    return board.edit((writer) => writer.add(rest));
  };
  return { board, draft, liveIn, stop, commit, shown: () => shown };
};

/** As `twoPeople`, where the second one's screen has frames, each run by hand. */
const withFrames = () => {
  const board = openBoard(createBoardDoc());
  const draft = signal<SharedDraft>(none);
  let shown: PeersDraft = { created: [], changed: new Map() };
  let due: ((now: number) => void) | undefined;
  let time = 0;
  const liveIn = receiveLive({
    get: board.get,
    now: () => Date.now(),
    show: (next) => (shown = next),
    frame: () => (run) => {
      due = run;
    },
  });
  board.onChange(liveIn.apply);
  shareLive({ client: () => 7, draft, get: board.get, send: liveIn.receive });
  const nextFrame = (): boolean => {
    const run = due;
    due = undefined;
    time += 16;
    run?.(time);
    return run !== undefined;
  };
  return { board, draft, nextFrame, shown: () => shown };
};

const xyOf = (element: Element | undefined): number[] => (element?.kind === 'stroke' ? [...element.points.xy] : []);

describe('ink in progress', () => {
  test('goes out under the client id this copy has by then', () => {
    const draft = signal<SharedDraft>(none);
    const clients: (number | undefined)[] = [];
    let client = 7;
    const stop = shareLive({
      client: () => client,
      draft,
      get: () => undefined,
      send: (body) => clients.push(liveHead(body)?.client),
    });
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0)] };
    client = 8;
    draft.value = none;
    vi.advanceTimersByTime(50);
    stop();
    expect([clients[0], clients.at(-1)]).toEqual([7, 8]);
  });

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is shown to the other while it grows', () => {
    const { draft, shown } = twoPeople();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0)] };
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 5, 5, 9, 9)] };
    vi.advanceTimersByTime(40);
    expect(shown().created).toHaveLength(1);
    expect(xyOf(shown().created[0])).toEqual([0, 0, 5, 5, 9, 9]);
  });

  test('gives way to its element and to nothing else', () => {
    const { draft, shown, commit } = twoPeople();
    const ink = stroke('aaaaaaaaaaaa', 0, 0, 5, 5);
    draft.value = { ...none, created: [ink] };
    vi.advanceTimersByTime(40);
    commit(ink);
    expect(shown().created).toHaveLength(1);
    draft.value = none;
    vi.advanceTimersByTime(40);
    expect(shown().created).toEqual([]);
  });

  test('leaves nothing behind when the next stroke begins before the end of the last was told', () => {
    const { draft, shown, commit } = twoPeople();
    for (const id of ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc']) {
      const ink = stroke(id, 0, 0, 5, 5);
      draft.value = { ...none, created: [ink] };
      vi.advanceTimersByTime(40);
      commit(ink);
      draft.value = none;
    }
    vi.advanceTimersByTime(40);
    expect(shown().created).toEqual([]);
  });

  test('that is taken back disappears', () => {
    const { draft, shown } = twoPeople();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 5, 5)] };
    vi.advanceTimersByTime(40);
    draft.value = none;
    vi.advanceTimersByTime(40);
    expect(shown().created).toEqual([]);
  });

  test('disappears when its author falls silent or leaves', () => {
    const { draft, shown, liveIn } = twoPeople();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 5, 5)] };
    vi.advanceTimersByTime(40);
    vi.advanceTimersByTime(12_000);
    expect(shown().created).toEqual([]);
    draft.value = { ...none, created: [stroke('bbbbbbbbbbbb', 0, 0, 5, 5)] };
    vi.advanceTimersByTime(40);
    expect(shown().created).toHaveLength(1);
    liveIn.keepOnly(new Set([8]));
    expect(shown().created).toEqual([]);
  });

  test('that has become a shape stays on the other screen until the shape is let go', () => {
    const { board, draft, shown } = twoPeople();
    const ink = stroke('aaaaaaaaaaaa', 0, 0, 5, 5, 9, 9);
    draft.value = { ...none, created: [ink] };
    vi.advanceTimersByTime(40);
    const shape = board.load((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    const rect = board.get(shape);
    if (rect === undefined) throw new Error('the shape was just added');
    draft.value = { ...none, created: [{ ...rect, id: 'bbbbbbbbbbbb' }] };
    vi.advanceTimersByTime(40);
    expect(shown().created.map(xyOf)).toEqual([[0, 0, 5, 5, 9, 9]]);
    draft.value = none;
    vi.advanceTimersByTime(40);
    expect(shown().created).toEqual([]);
  });

  test('runs between packets instead of stepping, and comes to rest where the pen is', () => {
    const { draft, nextFrame, shown } = withFrames();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0)] };
    nextFrame();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 10, 0, 20, 0, 30, 0, 40, 0)] };
    vi.advanceTimersByTime(40);
    const tips: number[] = [];
    while (nextFrame()) tips.push(xyOf(shown().created[0]).at(-2) ?? 0);
    expect(tips.length).toBeGreaterThan(3);
    for (const [i, tip] of tips.entries()) expect(tip).toBeGreaterThan(tips[i - 1] ?? 0);
    expect(tips[0]).toBeLessThan(30);
    expect(tips.at(-1)).toBe(40);
    expect(xyOf(shown().created[0])).toEqual([0, 0, 10, 0, 20, 0, 30, 0, 40, 0]);
  });

  test('that Shift made shorter is sent anew', () => {
    const { draft, shown } = twoPeople();
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 5, 5, 9, 9)] };
    vi.advanceTimersByTime(40);
    draft.value = { ...none, created: [stroke('aaaaaaaaaaaa', 0, 0, 30, 0)] };
    vi.advanceTimersByTime(40);
    expect(shown().created.map(xyOf)).toEqual([[0, 0, 30, 0]]);
  });
});

describe('a drag in progress', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('glides to where it is', () => {
    const { board, draft, nextFrame, shown } = withFrames();
    const id = board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    const element = board.get(id);
    if (element === undefined) throw new Error('the element was just added');
    draft.value = { ...none, changed: new Map([[id, { ...element, x: 100, y: 50 }]]) };
    const seen: number[] = [];
    while (nextFrame()) seen.push(shown().changed.get(id)?.x ?? 0);
    expect(seen.length).toBeGreaterThan(3);
    for (const [i, x] of seen.entries()) expect(x).toBeGreaterThan(seen[i - 1] ?? 0);
    expect(shown().changed.get(id)).toMatchObject({ x: 100, y: 50 });
  });

  test('is not told of a stroke of which part is being erased', () => {
    const { board, draft, shown } = twoPeople();
    const id = board.edit((writer) =>
      writer.add({ kind: 'stroke', x: 0, y: 0, points: { xy: new Float32Array([0, 0, 9, 9]) } }),
    );
    const element = board.get(id);
    if (element?.kind !== 'stroke') throw new Error('the stroke was just added');
    draft.value = { ...none, changed: new Map([[id, { ...element, cuts: [0, 0.5] }]]) };
    vi.advanceTimersByTime(40);
    expect(shown().changed.size).toBe(0);
  });

  test('moves the elements on the other screen until they have moved in the document', () => {
    const { board, draft, shown } = twoPeople();
    const id = board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0 }));
    const element = board.get(id);
    if (element === undefined) throw new Error('the element was just added');
    draft.value = { ...none, changed: new Map([[id, { ...element, x: 30, y: 40 }]]) };
    vi.advanceTimersByTime(40);
    expect(shown().changed.get(id)).toMatchObject({ x: 30, y: 40 });
    board.edit((writer) => writer.patch(id, { x: 30, y: 40 }));
    draft.value = none;
    vi.advanceTimersByTime(40);
    expect(shown().changed.size).toBe(0);
  });
});

test('garbage from the network is ignored', () => {
  const { liveIn, shown } = twoPeople();
  for (const bytes of [[], [1], [255, 255, 255], [2, 7, 0, 0, 0, 1, 0, 3, 200, 200]]) {
    liveIn.receive(new Uint8Array(bytes));
  }
  expect(shown().created).toEqual([]);
});
