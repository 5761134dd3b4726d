import type { Box } from '@gesso/drawing';
import { type Camera, toScreen, type Viewport } from '../editor/camera.ts';

/** How far above the selection the bar begins and how far below, so that it covers no handle; a finger's are larger (px). */
const rooms = { mouse: { above: 84, below: 44 }, touch: { above: 108, below: 60 } } as const;
/** Whether this is operated by a finger: what is pressed is larger then. */
export const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;

/** Room that stays free at the top of the canvas, and at its bottom for the tools (px). */
const topEdge = 72;
const bottomEdge = 140;

/** What the bar takes of the height, with the air to what stands below it (px). */
export const barHeight = 52;

/** Where the bar near a selection stands on the screen, in CSS pixels. */
export interface SelectionBarPlace {
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

/** Returns where the bar near a selection stands, `box` in board units and the canvas of a size in CSS pixels. */
export function selectionBarPlace(box: Box, camera: Camera, { width, height }: Viewport): SelectionBarPlace {
  const top = toScreen(camera, box);
  const bottom = toScreen(camera, { x: box.x + box.w, y: box.y + box.h });
  const room = rooms[isTouched() ? 'touch' : 'mouse'];
  const above = top.y - room.above;
  const isAbove = above > topEdge;
  const below = bottom.y + room.below;
  return {
    y: isAbove ? above : Math.min(height - bottomEdge, below),
    isAbove,
    below,
    elementEnds: bottom.y,
    middle: (top.x + bottom.x) / 2,
    isInView: bottom.x >= 0 && bottom.y >= 0 && top.x <= width && top.y <= height,
  };
}
