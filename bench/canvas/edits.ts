import { setTimeout as delay } from 'node:timers/promises';
import type { Box } from '@gesso/drawing';
import type { Page } from 'playwright-core';
import { canvas } from '../config.ts';
import { around } from './camera.ts';
import { hub } from './mixed.ts';
import { nearest, type Place, type Scene } from './scene.ts';
import { show } from './subject.ts';

/** ms from an edit until the screen shows it. The edited element is the one nearest to the middle; edits come at any phase of a frame. */
export const redraws = (page: Page, id: string): Promise<number[]> =>
  page.evaluate(
    async ({ element, edits }) => {
      const times: number[] = [];
      for (let i = 0; i < edits; i++) {
        const color = i % 2 === 0 ? '#c92a2a' : '#1864ab';
        await new Promise((resolve) => setTimeout(resolve, 60 + ((i * 7) % 17)));
        const start = performance.now();
        if (window.baseline === undefined) window.gesso?.board.patch(element, { color });
        else window.baseline.recolor(element, color);
        await window.subject.settled();
        await window.shown();
        times.push(performance.now() - start);
      }
      return times;
    },
    { element: id, edits: canvas.edits },
  );

/** ms of one drag. */
export interface Drag {
  /** From the press to the first frame in which it has moved. */
  readonly start: number;
  /** From one frame to the next while it moves. */
  readonly frames: readonly number[];
  /** From letting go to the next frame, which already has everything in its place. */
  readonly shown: number;
  /** From letting go until the tiles have it too. */
  readonly drop: number;
}

declare global {
  interface Window {
    drag: Promise<Drag>;
    pressed: Promise<number>;
  }
}

/** Notes the times of the next drag, in the page. */
const watchDrag = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.drag = new Promise((resolve) => {
      let pressed = 0;
      let start: number | undefined;
      let last: number | undefined;
      const frames: number[] = [];
      const frame = (now: number): void => {
        if (last !== undefined) frames.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      const down = (event: PointerEvent): void => {
        pressed = event.timeStamp;
      };
      const move = (): void => {
        if (pressed === 0 || start !== undefined) return;
        start = 0;
        requestAnimationFrame(async () => {
          await window.shown();
          start = performance.now() - pressed;
          requestAnimationFrame(frame);
        });
      };
      const up = (event: PointerEvent): void => {
        const seen = frames.slice();
        for (const [name, listener] of Object.entries({ pointerdown: down, pointermove: move, pointerup: up })) {
          window.removeEventListener(name, listener as EventListener, true);
        }
        let shown = Number.NaN;
        requestAnimationFrame(async () => {
          await window.shown();
          shown = performance.now() - event.timeStamp;
        });
        setTimeout(async () => {
          await window.subject.settled();
          await window.shown();
          resolve({ start: start ?? Number.NaN, frames: seen, shown, drop: performance.now() - event.timeStamp });
        });
      };
      window.addEventListener('pointerdown', down, true);
      window.addEventListener('pointermove', move, true);
      window.addEventListener('pointerup', up, true);
    });
  });

/** Where every element is, as one number each. */
const places = async (page: Page): Promise<ReadonlyMap<string, number>> =>
  new Map(
    await page.evaluate(() =>
      (window.gesso?.board.elements() ?? []).map(({ id, x, y }): [string, number] => [id, x * 7 + y]),
    ),
  );

/** Pulls what lies at a place on the screen with the real pointer, and lets it go. */
export const pullAndDrop = async (page: Page, from: Place): Promise<Drag> => {
  await page.mouse.move(from.x, from.y);
  await page.evaluate(() => window.subject.settled());
  await watchDrag(page);
  const { mouse } = page;
  await Promise.all([mouse.down(), mouse.move(from.x + 12, from.y + 6)]);
  await delay(200);
  const begun = performance.now();
  const moves: Promise<void>[] = [];
  for (let i = 1; i <= canvas.dragMoves; i++) {
    const early = begun + (i * 1_000) / 60 - performance.now();
    if (early > 0) await delay(early);
    moves.push(mouse.move(from.x + 12 + i * 2, from.y + 6 + i));
  }
  await Promise.all(moves);
  await mouse.up();
  return await page.evaluate(() => window.drag);
};

/** Drags the elements nearest to a board point with the real pointer, and takes it back. */
export const drag = async (
  page: Page,
  scene: Scene,
  middle: Place,
  { selected, zoom }: { readonly selected: number; readonly zoom: number },
): Promise<Drag> => {
  const camera = around({ ...middle, w: 0, h: 0 }, zoom);
  const strokes = nearest(scene, middle, selected + 20).filter(({ kind }) => kind === 'stroke');
  const held = strokes[0];
  if (held === undefined) throw new Error('nothing to drag');
  const ids = nearest(scene, middle, selected).map(({ id }) => id);
  if (!ids.includes(held.id)) ids[0] = held.id;
  await show(page, camera);
  await page.evaluate((chosen) => {
    window.gesso?.tool('select');
    window.gesso?.select(chosen.length > 1 ? chosen : []);
  }, ids);
  const before = await places(page);
  const times = await pullAndDrop(page, { x: (held.x - camera.x) * zoom, y: (held.y - camera.y) * zoom });
  const after = await places(page);
  const moved = [...after].filter(([id, place]) => before.get(id) !== place).length;
  if (moved !== selected) throw new Error(`${moved} elements were dragged, not ${selected}`);
  await page.evaluate(async () => {
    window.gesso?.undo();
    window.gesso?.select([]);
    await window.subject.settled();
  });
  return times;
};

/** Drags the hub with all arrows that are tied to it, at 100 %. */
export const dragHub = async (page: Page, { elements }: Scene): Promise<Drag> => {
  const held = elements.find(({ id }) => id === hub);
  if (held === undefined) throw new Error('there is no hub');
  const camera = around({ x: held.x, y: held.y, w: 160, h: 90 }, 1);
  await show(page, camera);
  await page.evaluate(() => {
    window.gesso?.tool('select');
    window.gesso?.select([]);
  });
  return await pullAndDrop(page, { x: held.x + 20 - camera.x, y: held.y + 70 - camera.y });
};

/** ms from pressing a key to a complete picture of what it did. */
const press = async (page: Page, keys: string): Promise<number> => {
  await page.evaluate(() => {
    window.pressed = new Promise((resolve) => {
      const down = (event: KeyboardEvent): void => {
        if (event.key === 'Control') return;
        window.removeEventListener('keydown', down, true);
        setTimeout(async () => {
          await window.subject.settled();
          await window.shown();
          resolve(performance.now() - event.timeStamp);
        });
      };
      window.addEventListener('keydown', down, true);
    });
  });
  await page.keyboard.press(keys);
  return await page.evaluate(() => window.pressed);
};

/** ms of selecting everything, deleting it, and undoing that. */
export interface Sweep {
  readonly select: number;
  readonly remove: number;
  readonly undo: number;
}

export const sweep = async (page: Page, count: number): Promise<Sweep> => {
  await page.evaluate(() => window.gesso?.tool('select'));
  const has = async (expected: number): Promise<void> => {
    const found = await page.evaluate(() => window.gesso?.board.elements().length);
    if (found !== expected) throw new Error(`${found} elements instead of ${expected}`);
  };
  const select = await press(page, 'Control+a');
  const remove = await press(page, 'Delete');
  await has(0);
  const undo = await press(page, 'Control+z');
  await has(count);
  return { select, remove, undo };
};

/** A picture of the whole board. */
export interface Exported {
  readonly ms: number;
  /** Longest time without a frame while it was made (ms). */
  readonly longestFrame: number;
}

export const exportPicture = (page: Page, bounds: Box, side: number = canvas.exportSide): Promise<Exported> =>
  page.evaluate(
    async ({ box, side }) => {
      const scale = side / Math.max(box.w, box.h);
      const start = performance.now();
      let longestFrame = 0;
      let last = start;
      let running = true;
      const frame = (): void => {
        const now = performance.now();
        longestFrame = Math.max(longestFrame, now - last);
        last = now;
        if (running) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      const blob = await (window.baseline === undefined
        ? window.gesso?.exportBlob({ format: 'png', scale, padding: 0 })
        : window.baseline.exportPng(box, scale));
      const ms = performance.now() - start;
      running = false;
      frame();
      const picture = await createImageBitmap(blob ?? new Blob());
      const pixels = Math.max(picture.width, picture.height);
      if (Math.abs(pixels - side) > 8) throw new Error(`the picture is ${pixels} pixels wide`);
      picture.close();
      return { ms, longestFrame };
    },
    { box: bounds, side },
  );
