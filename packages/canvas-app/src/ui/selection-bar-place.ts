import type { Box } from '@gesso/drawing';
import { toBoard, toScreen } from '../editor/camera.ts';
import type { Editor } from '../editor/editor.ts';
import { standBy } from './stand-by.ts';
import { freeArea } from './window-shape.ts';

/** How far above the selection the bar begins and how far below, so that it covers no handle; a finger's are larger (px). */
const rooms = { mouse: { above: 84, below: 44 }, touch: { above: 108, below: 60 } } as const;
/** Whether this is operated by a finger: what is pressed is larger then. */
export const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;

/** What the bar takes of the height, with the air to what stands below it (px). */
export const barHeight = 52;

/** Width in which the bar is taken to cover others, the same however many buttons it has: what stands under it has to know its side. */
const covering = 160;

/** The zoom from which on what the bar covers is looked at. */
const nearEnough = 0.3;

/** Where the bar near a selection stands on the screen, in CSS pixels. */
export interface SelectionBarPlace {
  readonly x: number;
  readonly y: number;
  /** Whether it stands above what is selected, and not below. */
  readonly isAbove: boolean;
  /** Where what stands below the selection begins, and leaves its handles free. */
  readonly below: number;
  readonly elementEnds: number;
  /** The middle of the selection. */
  readonly middle: number;
  /** Whether any of the selection is in view. */
  readonly isInView: boolean;
}

/**
 * Returns where the bar near a selection stands, `box` in board units, the bar of a width in CSS pixels: above it, else below, else beside
 * it; and below where it covers fewer others there.
 */
export function selectionBarPlace(
  box: Box,
  { camera: { value: camera }, viewport: { value: viewport }, index, selection }: Editor,
  wide = viewport.width,
): SelectionBarPlace {
  const { x: left, y: top } = toScreen(camera, box);
  const { x: right, y: bottom } = toScreen(camera, { x: box.x + box.w, y: box.y + box.h });
  const middle = (left + right) / 2;
  const room = rooms[isTouched() ? 'touch' : 'mouse'];
  const coveredAt = (y: number): number => {
    // Seen from afar all is small, and there is much of it.
    if (camera.zoom < nearEnough) return 0;
    const size = { w: covering / camera.zoom, h: barHeight / camera.zoom };
    const under = index.inside({ ...toBoard(camera, { x: middle - covering / 2, y }), ...size });
    return under.filter((id) => !selection.peek().has(id)).length;
  };
  const isBetterBelow = (above: number, below: number) => coveredAt(below) < coveredAt(above);
  return {
    ...standBy({ left, top, right, bottom }, { wide, tall: barHeight }, room, freeArea(viewport), isBetterBelow),
    below: bottom + room.below,
    elementEnds: bottom,
    middle,
    isInView: right >= 0 && bottom >= 0 && left <= viewport.width && top <= viewport.height,
  };
}
