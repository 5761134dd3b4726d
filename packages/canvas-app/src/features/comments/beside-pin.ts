import type { ScreenPoint } from '../../editor/camera.ts';
import type { Room } from '../../editor/caret.ts';

/** CSS pixels from the tip of a pin to a card beside it: the pin itself stands to the right of its tip, and above. */
const after = 36;
const before = 10;
const above = 26;

const within = (at: number, size: number, from: number, to: number): number => Math.max(from, Math.min(to - size, at));

/**
 * Where a card stands beside a pin: to the right of it, to the left where the room ends, and never beyond the room, even if its pin is.
 * CSS pixels.
 */
export function besidePin(
  pin: ScreenPoint,
  { width, height }: { readonly width: number; readonly height: number },
  room: Room,
): ScreenPoint {
  const right = pin.x + after;
  const left = pin.x - before - width;
  const x = right + width <= room.right || left < room.left ? right : left;
  return { x: within(x, width, room.left, room.right), y: within(pin.y - above, height, room.top, room.bottom) };
}
