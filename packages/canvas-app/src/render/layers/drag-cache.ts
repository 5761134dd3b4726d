import type { Element } from '@gesso/crdt-schema';
import { type Box, boundsOf, containsBox, expand, type Look, overlap, unionAll } from '@gesso/drawing';
import type { ActiveElement } from './active-elements.ts';

/** Fewer than this are painted anew in every frame. */
const worthwhile = 48;

/** How far two elements lie apart that are otherwise alike, or undefined when they differ in more than their place. */
const shift = (from: Element, to: Element): { readonly x: number; readonly y: number } | undefined => {
  if (from !== to) {
    for (const key of Object.keys(from)) {
      if (key !== 'x' && key !== 'y' && Reflect.get(from, key) !== Reflect.get(to, key)) return undefined;
    }
    if (Object.keys(from).length !== Object.keys(to).length) return undefined;
  }
  return { x: to.x - from.x, y: to.y - from.y };
};

/** The common shift of two lists, or undefined when there is none. */
export const commonShift = (
  from: readonly ActiveElement[],
  to: readonly ActiveElement[],
): { readonly x: number; readonly y: number } | undefined => {
  if (from.length !== to.length) return undefined;
  let common: { readonly x: number; readonly y: number } | undefined;
  for (const [i, before] of from.entries()) {
    const now = to[i];
    if (!now || now.alpha !== before.alpha || now.withoutText !== before.withoutText) return undefined;
    const by = shift(before.element, now.element);
    if (!by) return undefined;
    common ??= by;
    if (Math.abs(by.x - common.x) > 1e-6 || Math.abs(by.y - common.y) > 1e-6) return undefined;
  }
  return common;
};

interface Picture {
  readonly active: readonly ActiveElement[];
  readonly device: number;
  readonly theme: Look['theme'];
  /** The part of the board in it. */
  readonly box: Box;
}

/** Where to copy the picture from a lift, board units. */
export interface CachedDrag {
  readonly canvas: HTMLCanvasElement;
  readonly x: number;
  readonly y: number;
}

/** Gives where a picture of what is dragged lies, or undefined where that is painted one by one. */
export type DragCache = (
  active: readonly ActiveElement[],
  device: number,
  seen: Box,
  theme: Look['theme'],
) => CachedDrag | undefined;

/**
 * A large selection that is dragged is painted once and then copied to where it has got to: its elements change only their
 * place. Gives undefined when painting them one by one is as good.
 */
export const createDragCache = (
  paint: (g: CanvasRenderingContext2D, active: readonly ActiveElement[], box: Box) => void,
): DragCache => {
  const canvas = document.createElement('canvas');
  let picture: Picture | undefined;

  return (active, device, seen, theme) => {
    if (active.length < worthwhile) {
      if (picture) canvas.width = canvas.height = 0;
      picture = undefined;
      return undefined;
    }
    const around = unionAll(active.map(({ element }) => boundsOf(element)));
    const visible = around && overlap(around, seen);
    if (!visible) return undefined;
    if (picture && picture.device === device && picture.theme === theme) {
      const by = commonShift(picture.active, active);
      if (by) {
        const needed = { ...visible, x: visible.x - by.x, y: visible.y - by.y };
        if (containsBox(expand(picture.box, 1 / device), needed)) {
          return { canvas, x: picture.box.x + by.x, y: picture.box.y + by.y };
        }
      }
    }
    // Half a screen more on each side, so that a drag into view does not mean painting anew in every frame.
    const room = { x: seen.x - seen.w / 2, y: seen.y - seen.h / 2, w: seen.w * 2, h: seen.h * 2 };
    const wanted = overlap(around, room) ?? visible;
    const x = Math.floor(wanted.x * device) / device;
    const y = Math.floor(wanted.y * device) / device;
    const width = Math.ceil((wanted.x + wanted.w - x) * device);
    const height = Math.ceil((wanted.y + wanted.h - y) * device);
    canvas.width = width;
    canvas.height = height;
    const g = canvas.getContext('2d');
    if (!g) return undefined;
    const box = { x, y, w: width / device, h: height / device };
    paint(g, active, box);
    picture = { active, device, theme, box };
    return { canvas, x, y };
  };
};
