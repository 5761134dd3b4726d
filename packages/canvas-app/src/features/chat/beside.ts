import {
  type BoardPoint,
  type Camera,
  type ScreenPoint,
  toBoard,
  toScreen,
  type Viewport,
} from '../../editor/camera.ts';

/** CSS pixels of a bubble at its widest and at its highest, with the air to the edge of the view. */
const widest = 300;
const highest = 120;
/** CSS pixels from the tip of a pointer to the bubble beside it, and from the bubble to the edge of the view. */
const beside = 13;
const edge = 8;

/** Where a bubble stands beside a place, and how wide it may be (CSS pixels). */
export interface Beside extends ScreenPoint {
  readonly room: number;
  readonly isLeft: boolean;
  readonly isAbove: boolean;
}

/** Whether a place of the board is in view. */
export function isInView(place: BoardPoint | undefined, camera: Camera, { width, height }: Viewport): boolean {
  if (place === undefined) return false;
  const { x, y } = toScreen(camera, place);
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

/** The middle of the view, in board units. */
export const middleOf = (camera: Camera, { width, height }: Viewport): BoardPoint =>
  toBoard(camera, { x: width / 2, y: height / 2 });

/** A bubble stands to the right of a place and below it, as a pointer's name does, and on the other side where the view ends. */
export function besidePlace(place: BoardPoint, camera: Camera, { width, height }: Viewport): Beside {
  const { x, y } = toScreen(camera, place);
  const isLeft = width - x < widest && x > width / 2;
  const room = Math.max(0, (isLeft ? x : width - x) - beside - edge);
  return { x: Math.round(x), y: Math.round(y), room, isLeft, isAbove: height - y < highest && y > height / 2 };
}
