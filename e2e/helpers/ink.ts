import { realOrSeededInk } from '@gesso/crdt-schema/ink';
import type { Page } from '@playwright/test';

/** The part of the screen that no island covers, CSS pixels. */
const room = { left: 240, top: 90, right: 1180, bottom: 720 };

/** Side of the cell a stroke is fitted into, CSS pixels. */
const cell = 90;

interface PathPoint {
  readonly x: number;
  readonly y: number;
}

/** Strokes of many hands, real or seeded, each fitted into a cell of its own on the screen. */
export const inkPaths = (count: number): PathPoint[][] => {
  const { files } = realOrSeededInk();
  const perFile = Math.max(1, Math.ceil(count / Math.min(files.length, count)));
  const strokes = files.flatMap((file) => file.strokes.filter(({ points }) => points.xy.length >= 8).slice(0, perFile));
  const columns = Math.floor((room.right - room.left) / cell);
  return strokes.slice(0, count).map(({ points: { xy } }, i) => {
    const xs = xy.filter((_, k) => k % 2 === 0);
    const ys = xy.filter((_, k) => k % 2 === 1);
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1);
    const scale = (cell - 16) / size;
    const x = room.left + (i % columns) * cell;
    const y = room.top + (Math.floor(i / columns) % 7) * cell;
    return [...xs].map((value, k) => ({ x: x + (value - left) * scale, y: y + ((ys[k] ?? 0) - top) * scale }));
  });
};

/**
 * Draws `count` strokes as mouse events of the browser itself, every second sample, as fast as it takes them. Gives how
 * many were drawn.
 */
export const replay = async (page: Page, count: number): Promise<number> => {
  const paths = inkPaths(count);
  const cdp = await page.context().newCDPSession(page);
  const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: PathPoint) =>
    cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
  for (const path of paths) {
    const [first, ...rest] = path;
    if (first === undefined) continue;
    const moves = rest.filter((_, i) => i % 2 === 0);
    await cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...first });
    await mouse('mousePressed', first);
    await Promise.all(moves.map((point) => mouse('mouseMoved', point)));
    await mouse('mouseReleased', moves.at(-1) ?? first);
  }
  return paths.length;
};
