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

/** Where a menu of a size stands in a window: begun at the place it was asked for, never beyond the window; beside a finger where it can. */
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

/** Below the finger, else above, else at its side; where it fits nowhere, over it: whole if the window has room for it at all. */
function besideFinger(at: ScreenPoint, menu: Size, window: Size): MenuPlace {
  const height = Math.min(menu.height, window.height - 2 * edge);
  const x = within(at.x - menu.width / 2, menu.width, window.width);
  const last = window.height - edge - height;
  if (at.y + finger <= last) return { x, y: at.y + finger, height };
  if (at.y - finger - height >= edge) return { x, y: at.y - finger - height, height };
  const sides = [at.x + finger, at.x - finger - menu.width];
  const side = sides.find((left) => left >= edge && left + menu.width <= window.width - edge);
  if (side !== undefined) return { x: side, y: within(at.y - height / 2, height, window.height), height };
  return { x, y: at.y < window.height / 2 ? last : edge, height };
}
