import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFrameLoop, type Frame, type Layer, type Sight } from './frame-loop.ts';

let frames: ((now: number) => void)[] = [];
/** Lets the browser show one frame, if it was asked to. */
const show = (): boolean => {
  const [next] = frames.splice(0);
  next?.(performance.now());
  return next !== undefined;
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: (now: number) => void) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
});
afterEach(() => vi.unstubAllGlobals());

const sightAt = (x: number): Sight => ({
  camera: { x, y: 0, zoom: 1 },
  ratio: 1,
  device: 1,
  view: { box: { x, y: 0, w: 100, h: 100 }, level: 0, base: 1 },
  box: { x, y: 0, w: 100, h: 100 },
  look: { theme: 'light' },
});

const setUp = () => {
  const log: string[] = [];
  const state = { x: 0, due: new Set<string>(), wants: false, complete: false, waits: false, sampled: undefined };
  const seen: Frame[] = [];
  const layer = (name: string): Layer => ({
    prepare(frame) {
      seen.push(frame);
      log.push(`prepare ${name}`);
    },
    due: ({ moved }) => moved || state.due.has(name),
    paint() {
      state.due.delete(name);
      log.push(`paint ${name}`);
    },
    wantsFrame: () => state.wants,
  });
  const loop = createFrameLoop({
    layers: [layer('tiles'), layer('active')],
    sight: () => sightAt(state.x),
    begin: () => {},
    isComplete: () => state.complete,
    waits: () => state.waits,
    isEmpty: () => false,
    sampledAt: () => state.sampled,
  });
  const frame = () => {
    log.length = 0;
    loop.request();
    show();
    return [...log];
  };
  return { loop, state, seen, frame };
};

test('a frame is asked for once, however often it is needed', () => {
  const { loop } = setUp();
  loop.request();
  loop.request();
  expect(frames).toHaveLength(1);
  expect(show()).toBe(true);
  expect(show()).toBe(false);
  expect(loop.number).toBe(1);
});

test('layers are prepared from above to below and painted from below to above, each only when it is due', () => {
  const { state, frame } = setUp();
  const prepared = ['prepare active', 'prepare tiles'];
  expect(frame()).toEqual([...prepared, 'paint tiles', 'paint active']);
  expect(frame()).toEqual(prepared);
  state.due.add('active');
  expect(frame()).toEqual([...prepared, 'paint active']);
  state.x = 5;
  expect(frame()).toEqual([...prepared, 'paint tiles', 'paint active']);
});

test('a frame has more time for tiles while a board opens, and less while the camera moves', () => {
  const { state, seen, frame } = setUp();
  const budget = () => {
    const start = performance.now();
    frame();
    return Math.round((seen.at(-1)?.until ?? 0) - start);
  };
  expect(budget()).toBeLessThan(8);
  expect(budget()).toBeGreaterThan(20);
  state.complete = true;
  frame();
  expect(budget()).toBeLessThan(12);
  state.x = 9;
  expect(budget()).toBeLessThan(8);
});

test('a layer that is not done asks for the next frame', () => {
  const { state, frame } = setUp();
  state.wants = true;
  frame();
  expect(frames).toHaveLength(1);
  state.wants = false;
  show();
  expect(frames).toHaveLength(0);
});

test('who waits for the picture is told when all is painted and nothing is on its way, or when there is an end', async () => {
  const { loop, state, frame } = setUp();
  const told: string[] = [];
  const wait = (name: string) => loop.complete().then(() => told.push(name));
  void wait('first');
  show();
  state.complete = true;
  state.waits = true;
  frame();
  await Promise.resolve();
  expect(told).toEqual([]);
  state.waits = false;
  frame();
  await Promise.resolve();
  await Promise.resolve();
  expect(told).toEqual(['first']);
  const last = wait('last');
  loop.stop();
  await last;
  expect(told).toEqual(['first', 'last']);
  expect(show()).toBe(false);
});
