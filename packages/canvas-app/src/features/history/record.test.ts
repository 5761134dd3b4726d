import { createBoardDoc, makeFilm, openBoard } from '@gesso/crdt-schema';
import { afterEach, expect, test, vi } from 'vitest';
import { playFilm } from './player.ts';
import { record, videoKind, videoSize } from './record.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A page with a recorder that keeps what it is told, and frames that come when a test says so. */
function page() {
  const told: string[] = [];
  class Recorder {
    state = 'inactive';
    onstop?: () => void;
    start() {
      told.push('start');
      this.state = 'recording';
    }
    stop() {
      told.push('stop');
      this.state = 'inactive';
      this.onstop?.();
    }
  }
  const context = { fillRect: () => undefined, drawImage: () => undefined, fillText: () => undefined };
  const canvas = () => ({ getContext: () => context, captureStream: () => ({ getTracks: () => [] }) });
  const due: FrameRequestCallback[] = [];
  let now = 0;
  const frames = {
    requestAnimationFrame: (run: FrameRequestCallback) => due.push(run),
    cancelAnimationFrame: () => undefined,
  };
  vi.stubGlobal('MediaRecorder', Recorder);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { createElement: canvas, visibilityState: 'visible' }));
  for (const [name, one] of Object.entries(frames)) vi.stubGlobal(name, one);
  const pass = (ms: number) => {
    now += ms;
    for (const run of due.splice(0)) run(now);
  };
  return { told, frames, pass };
}

/** A film of so many shapes, drawn at once. */
function filmOf(n: number) {
  const doc = createBoardDoc();
  const maker = makeFilm(new Uint8Array());
  doc.on('update', (update: Uint8Array) => maker.take({ at: 1_000, by: 'a' }, update));
  const board = openBoard(doc);
  for (let i = 0; i < n; i++) board.edit((w) => w.add({ kind: 'rect', x: i, y: 0 }));
  return maker.finish();
}

const painted = { canvases: () => [], ground: '', ink: '', caption: () => '' };
const type = 'video/webm';

test('a video begins when the board is back at the start, and ends when it is at its end', async () => {
  const { told, frames, pass } = page();
  const film = filmOf(1_500);
  const player = playFilm(film, frames);
  film.seek(film.steps.length);
  player.seek(player.length);
  const { signal } = new AbortController();
  const video = record(player, painted, { type, signal, saving: Promise.resolve() });
  pass(16);
  expect(told).toEqual([]);
  while (told.length === 0) pass(16);
  expect([film.position, player.time.value]).toEqual([0, 0]);
  player.seek(player.length);
  pass(16);
  expect(film.position).toBeLessThan(film.steps.length);
  while (film.position < film.steps.length) pass(1_100);
  expect(told).toEqual(['start']);
  pass(16);
  pass(1_100);
  expect(told).toEqual(['start', 'stop']);
  expect((await video).type).toBe(type);
});

test('nothing is recorded any more when what saves it cannot be had', async () => {
  const { told, frames, pass } = page();
  const player = playFilm(filmOf(3), frames);
  const { signal } = new AbortController();
  const video = record(player, painted, { type, signal, saving: Promise.reject(new Error('gone')) });
  pass(16);
  await expect(video).rejects.toThrow('gone');
  expect([told, player.playing.value]).toEqual([['start', 'stop'], false]);
});

test('a browser that records nothing is offered nothing', () => {
  expect(videoKind()).toBeUndefined();
});

test('a video is at most so large, and its sides are even', () => {
  expect(videoSize(1_280, 800)).toEqual({ width: 1_280, height: 800 });
  expect(videoSize(3_840, 2_401)).toEqual({ width: 1_920, height: 1_200 });
  expect(videoSize(391, 845)).toEqual({ width: 392, height: 846 });
  expect(videoSize(0, 0)).toEqual({ width: 2, height: 2 });
});
