import type { ScreenPoint } from '../../editor/camera.ts';
import type { Opened } from './opened.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels to the edges of the window, and what a finger hides around where it presses. */
const edge = 8;
const finger = 28;

interface MenuPlace extends ScreenPoint {
  /** What of its height has room; the rest is scrolled to. */
  readonly height: number;
}

const within = (at: number, size: number, room: number): number => Math.max(edge, Math.min(room - edge - size, at));

/** Where a menu of a size stands in a window: begun at the place it was asked for, never beyond the window, never under the finger. */
export function menuPlace({ at, by }: Opened, menu: Size, window: Size, rtl: boolean): MenuPlace {
  if (by === 'touch') return besideFinger(at, menu, window);
  const height = Math.min(menu.height, window.height - 2 * edge);
  const after = at.x + 1;
  const before = at.x - 1 - menu.width;
  const hasRoom = rtl ? before >= edge : after + menu.width <= window.width - edge;
  return {
    x: within(hasRoom === rtl ? before : after, menu.width, window.width),
    y: within(at.y, height, window.height),
    height,
  };
}

/** Below the finger, else above, else at its side; where it fits nowhere, where there is most of it to be seen. */
function besideFinger(at: ScreenPoint, menu: Size, window: Size): MenuPlace {
  const x = within(at.x - menu.width / 2, menu.width, window.width);
  const below = window.height - edge - (at.y + finger);
  const above = at.y - finger - edge;
  if (menu.height <= below) return { x, y: at.y + finger, height: menu.height };
  if (menu.height <= above) return { x, y: at.y - finger - menu.height, height: menu.height };
  const tall = Math.min(menu.height, window.height - 2 * edge);
  const sides = [at.x + finger, at.x - finger - menu.width];
  const side = sides.find((left) => left >= edge && left + menu.width <= window.width - edge);
  if (side !== undefined) return { x: side, y: within(at.y - tall / 2, tall, window.height), height: tall };
  return below >= above ? { x, y: at.y + finger, height: below } : { x, y: edge, height: above };
}
