import type { Box } from '@gesso/drawing';
import { type Camera, clampZoom, toScreen, zoomAt } from '../editor/camera.ts';
import { type Room, revealing } from '../editor/caret.ts';
import type { Editor } from '../editor/editor.ts';
import { freeArea } from './window-shape.ts';

/** ms that the paper takes on its way. */
const takes = 160;
/** CSS pixels between a sheet and what is seen beside it: handles and what is pulled out of them have room in it. */
const air = 16;

/** The largest part of a canvas that a sheet leaves free: above or below it or, where it stands at a side as high as the window, beside it. */
export const leftBy = (sheet: Room, free: Room): Room => {
  const above = { ...free, bottom: Math.min(free.bottom, sheet.top - air) };
  const below = { ...free, top: Math.max(free.top, sheet.bottom + air) };
  const after = { ...free, left: Math.max(free.left, sheet.right + air) };
  const before = { ...free, right: Math.min(free.right, sheet.left - air) };
  const area = ({ left, right, top, bottom }: Room) => Math.max(0, right - left) * Math.max(0, bottom - top);
  return [above, below, after, before].reduce((most, each) => (area(each) > area(most) ? each : most));
};

/** The camera at which a box is seen as a whole in a part of the canvas: the same where it is, else moved, and only then zoomed if it is too large. */
export const seenIn = (camera: Camera, box: Box, room: Room): Camera => {
  const part = Math.min((room.right - room.left) / box.w, (room.bottom - room.top) / box.h) / camera.zoom;
  const middle = toScreen(camera, { x: box.x + box.w / 2, y: box.y + box.h / 2 });
  const zoomed = part < 1 ? zoomAt(camera, middle, clampZoom(camera.zoom * part)) : camera;
  return revealing(zoomed, { top: box, bottom: { x: box.x + box.w, y: box.y + box.h } }, room);
};

/** Takes the paper somewhere, at once for a person who wants less motion. Returns what says how it stands there: undefined if it was moved by another hand. */
const glide = (editor: Editor, to: Camera): (() => Camera | undefined) => {
  const from = editor.camera.peek();
  let own = from;
  let begun: number | undefined;
  const set = (next: Camera) => {
    own = next;
    editor.setCamera(next);
  };
  const advance = (now: number) => {
    if (editor.camera.peek() !== own) return;
    begun ??= now;
    const rest = (1 - Math.min(1, (now - begun) / takes)) ** 3;
    const mix = (a: number, b: number) => b + (a - b) * rest;
    set(rest === 0 ? to : { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: mix(from.zoom, to.zoom) });
    if (rest > 0) frame = requestAnimationFrame(advance);
  };
  let frame = 0;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) set(to);
  else frame = requestAnimationFrame(advance);
  return () => {
    cancelAnimationFrame(frame);
    return editor.camera.peek() === own ? own : undefined;
  };
};

/**
 * Moves the paper so that what is selected or typed is seen beside a sheet. `covered`: only where the sheet lies over it. Returns what gives it back its place, unless a person has moved
 * it meanwhile.
 */
export function showBesideSheet(editor: Editor, sheet: HTMLElement, covered = false): () => void {
  const id = editor.editing.peek();
  const box = id === undefined ? editor.selectionBounds() : editor.index.bounds(id);
  if (box === undefined) return () => {};
  const { offsetLeft: left, offsetTop: top, offsetWidth, offsetHeight } = sheet;
  const place = { left, top, right: left + offsetWidth, bottom: top + offsetHeight };
  const before = editor.camera.peek();
  const from = toScreen(before, box);
  const end = toScreen(before, { x: box.x + box.w, y: box.y + box.h });
  const isCovered = from.x < place.right && end.x > place.left && from.y < place.bottom && end.y > place.top;
  if (covered && !isCovered) return () => {};
  const to = seenIn(before, box, leftBy(place, freeArea(editor.viewport.peek())));
  if (to === before) return () => {};
  const stop = glide(editor, to);
  return () => {
    if (stop() !== undefined) glide(editor, before);
  };
}
