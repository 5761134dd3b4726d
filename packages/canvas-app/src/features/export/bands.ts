import { type Element, isErasable, packedPoints } from '@gesso/crdt-schema';
import { type Box, boundsOf } from '@gesso/drawing';
import type { Band } from './png-protocol.ts';
import type { PixelSize } from './size.ts';

/** Painting a stroke takes as long as it has bytes, anything else as long as a short stroke. */
const costOf = (element: Element): number =>
  (isErasable(element) ? packedPoints(element.points)?.length : undefined) ?? 60;

/** Rows that are told apart when work is divided. */
const steps = 256;

/** How many elements are looked at to tell where the work is. */
const looks = 2000;

/** Divides a picture into at most `count` bands, top to bottom, each about the same work. */
export const bandsOf = (
  elements: readonly Element[],
  box: Box,
  { height }: PixelSize,
  scale: number,
  count: number,
): Band[] => {
  const work = new Float64Array(steps);
  for (let i = 0; i < elements.length; i += Math.ceil(elements.length / looks)) {
    const element = elements[i];
    if (!element) continue;
    const { y, h } = boundsOf(element);
    const step = Math.floor((((y + h / 2 - box.y) * scale) / height) * steps);
    const at = Math.min(steps - 1, Math.max(0, step));
    work[at] = (work[at] ?? 0) + costOf(element);
  }
  const all = work.reduce((sum, cost) => sum + cost, 0);
  const bands: Band[] = [];
  let top = 0;
  let done = 0;
  work.forEach((cost, step) => {
    done += cost;
    const end = Math.round(((step + 1) / steps) * height);
    if (end < height && (bands.length + 1 >= count || end <= top || done * count <= all * (bands.length + 1))) return;
    bands.push({ top, height: end - top });
    top = end;
  });
  return bands.filter((band) => band.height > 0);
};

/** Tells whether an element's bounds touch a band, or come within a pixel of it. */
export const touching = (band: Band, box: Box, scale: number): ((element: Element) => boolean) => {
  const top = box.y + (band.top - 1) / scale;
  const bottom = box.y + (band.top + band.height + 1) / scale;
  return (element) => {
    const { y, h } = boundsOf(element);
    return y <= bottom && y + h >= top;
  };
};
