import { type Camera, panBy, type ScreenPoint, zoomAt } from './camera.ts';

/**
 * What turning a wheel does: `auto` and `trackpad` move the paper and zoom with Ctrl or a pinch (which arrives as a wheel
 * with Ctrl); `mouse` zooms at the pointer, and moves the paper with Shift.
 */
export type WheelMode = 'auto' | 'mouse' | 'trackpad';
export const wheelModes: readonly WheelMode[] = ['auto', 'mouse', 'trackpad'];

/** The part of a wheel event that decides; deltas in CSS pixels. */
export interface Turn {
  readonly dx: number;
  readonly dy: number;
  readonly at: ScreenPoint;
  readonly mod: boolean;
  readonly shift: boolean;
}

/** One event may zoom by at most this factor, so that a notch of a mouse is a step and not a leap. */
const mostPerEvent = 1.25;
/** CSS pixels of turning that zoom by a factor of e. */
const pixelsPerE = 100;

/** Where the camera goes when the wheel is turned. */
export const turned = (camera: Camera, turn: Turn, mode: WheelMode): Camera => {
  const { dx, dy, at, mod, shift } = turn;
  if (mod || (mode === 'mouse' && !shift)) {
    const factor = Math.min(mostPerEvent, Math.max(1 / mostPerEvent, Math.exp(-dy / pixelsPerE)));
    return zoomAt(camera, at, camera.zoom * factor);
  }
  // Most mice turn only up and down; Shift means sideways.
  return shift && dx === 0 ? panBy(camera, -dy, 0) : panBy(camera, -dx, -dy);
};
