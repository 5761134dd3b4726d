import { type Camera, panBy, type ScreenPoint, zoomAt } from '../editor/camera.ts';
import type { WheelMode } from '../editor/preferences.ts';
import type { Pointing } from './pointing.ts';

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

/** CSS pixels of a line, for wheels that count in lines. */
const pixelsPerLine = 16;

/** Turns the wheel over the paper. */
export function onWheel({ places, target }: Pointing, event: WheelEvent): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pixelsPerLine : 1;
  const turn = {
    dx: event.deltaX * unit,
    dy: event.deltaY * unit,
    at: places.screenOf(event),
    mod: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
  };
  target.setCamera(turned(target.camera.peek(), turn, target.wheel.peek()));
}
