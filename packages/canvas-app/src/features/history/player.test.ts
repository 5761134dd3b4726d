import { createBoardDoc, makeFilm, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { playFilm } from './player.ts';

/** Frames that come when a test says so. */
function manual() {
  let due: FrameRequestCallback | undefined;
  let now = 0;
  return {
    requestAnimationFrame(run: FrameRequestCallback) {
      due = run;
      return 1;
    },
    cancelAnimationFrame() {
      due = undefined;
    },
    isDue: () => due !== undefined,
    pass(ms: number) {
      now += ms;
      const run = due;
      due = undefined;
      run?.(now);
    },
  };
}

/** A film of one shape a second. */
function filmOf(n: number) {
  const doc = createBoardDoc();
  const maker = makeFilm(new Uint8Array());
  let at = 0;
  doc.on('update', (update: Uint8Array) => {
    at += 1_000;
    maker.take({ at, by: 'a' }, update);
  });
  const board = openBoard(doc);
  for (let i = 0; i < n; i++) board.edit((w) => w.add({ kind: 'rect', x: i, y: 0 }));
  return maker.finish();
}

test('a film is played at its speed, pauses and begins again at its end', () => {
  const frames = manual();
  const film = filmOf(10);
  const player = playFilm(film, frames);
  expect([film.position, player.speed.value, frames.isDue()]).toEqual([0, 1, false]);
  player.play();
  frames.pass(16);
  for (let i = 0; i < 20; i++) frames.pass(100);
  expect([player.time.value, film.position]).toEqual([2_000, 2]);
  player.faster();
  frames.pass(100);
  expect([player.time.value, player.speed.value]).toEqual([2_400, 4]);
  player.pause();
  frames.pass(100);
  expect([player.time.value, frames.isDue()]).toEqual([2_400, false]);
  player.play();
  while (player.playing.value) frames.pass(100);
  expect([player.time.value, film.board.size, frames.isDue()]).toEqual([player.length, 10, false]);
  player.play();
  frames.pass(16);
  expect([player.time.value, film.board.size]).toEqual([0, 0]);
});

test('a page that was away goes on where it was', () => {
  const frames = manual();
  const player = playFilm(filmOf(10), frames);
  player.play();
  frames.pass(16);
  frames.pass(3_600_000);
  expect(player.time.value).toBe(100);
});

test('a page that is slow is given less in a frame, and more again when it is not', () => {
  const frames = manual();
  const film = filmOf(2_000);
  const player = playFilm(film, frames);
  player.seek(player.length);
  const steps = [16, 100, 100, 100, 100, 100, 100, 16, 16].map((ms) => {
    const from = film.position;
    frames.pass(ms);
    return film.position - from;
  });
  expect(steps).toEqual([400, 200, 100, 50, 25, 25, 25, 30, 36]);
});

test('a long jump takes several frames, and the last one that was asked for counts', () => {
  const frames = manual();
  const film = filmOf(1_000);
  const player = playFilm(film, frames);
  player.seek(player.length);
  expect(player.position.value).toBe(1_000);
  frames.pass(16);
  expect(film.position).toBe(400);
  player.show(100);
  while (frames.isDue()) frames.pass(16);
  expect([film.position, player.playing.value]).toEqual([100, false]);
  player.seek(-5);
  while (frames.isDue()) frames.pass(16);
  expect(film.position).toBe(0);
});

test('a picture stands for what is far, and the film goes there when it stays', () => {
  const frames = manual();
  const film = filmOf(400);
  const told: unknown[] = [];
  const standIn = { show: (position: number) => told.push(position) > 0, hide: () => void told.push('hidden') };
  const player = playFilm(film, frames, standIn);
  player.show(50);
  frames.pass(16);
  expect([told, film.position]).toEqual([[], 50]);
  while (frames.isDue()) frames.pass(16);
  player.show(300);
  frames.pass(16);
  player.show(320);
  frames.pass(100);
  frames.pass(100);
  expect([told, film.position]).toEqual([[300, 320, 320], 50]);
  frames.pass(100);
  expect(film.position).toBe(320);
  while (frames.isDue()) frames.pass(16);
  expect([told, player.hasCaughtUp()]).toEqual([[300, 320, 320, 320, 'hidden'], true]);
});

test('a film goes there by itself where no picture can stand for it', () => {
  const frames = manual();
  const film = filmOf(400);
  const player = playFilm(film, frames, { show: () => false, hide: () => undefined });
  player.show(400);
  frames.pass(16);
  expect(film.position).toBe(400);
});
