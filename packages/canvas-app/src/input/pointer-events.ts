import type { BoardPoint, ScreenPoint } from '../editor/camera.ts';
import type { Device, PointerInput, Sample } from '../editor/pointer.ts';

/** What a browser says of a pointer, in the words of the board. */

export const deviceOf = ({ pointerType }: Pick<PointerEvent, 'pointerType'>): Device =>
  pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse';

const degrees = Math.PI / 180;

/** Degrees from upright at which a pen begins to draw wider, and by when it has widened fully, by what factor. */
const leanFrom = 50;
const leanFull = 80;
const leanWider = 0.6;

/** How far a pen leans from upright, degrees; its two tilts are measured in planes at a right angle. */
const leanOf = (tiltX: number, tiltY: number): number =>
  Math.atan(Math.hypot(Math.tan(tiltX * degrees), Math.tan(tiltY * degrees))) / degrees;

type Force = Pick<PointerEvent, 'pointerType' | 'pressure' | 'tiltX' | 'tiltY'>;

/**
 * 0–1, or undefined when it is no measurement: mice and fingers report a constant. A pen laid over draws wider, as a
 * pencil does, so its lean counts as pressure.
 */
const pressureOf = ({ pointerType, pressure, tiltX, tiltY }: Force): number | undefined => {
  if (pointerType !== 'pen' || pressure <= 0) return undefined;
  const lean = leanOf(tiltX, tiltY);
  const share = Math.max(0, Math.min(1, (lean - leanFrom) / (leanFull - leanFrom)));
  return Math.min(1, pressure * (1 + leanWider * share));
};

/** Contact of a palm or a sleeve, CSS px; a finger is at most half as wide. */
const palmSize = 64;

export const isPalm = (event: Pick<PointerEvent, 'pointerType' | 'width' | 'height'>): boolean =>
  event.pointerType === 'touch' && Math.max(event.width, event.height) >= palmSize;

/** Bits of `buttons`: a pen's barrel button and its eraser end. Button 2 and 5 are the same two. */
const barrelBit = 2;
const eraserBit = 32;

/** Whether a press is meant to erase no matter which tool: the eraser end or the barrel button of a pen. */
export const erases = (event: Pick<PointerEvent, 'pointerType' | 'button' | 'buttons'>): boolean =>
  event.pointerType === 'pen' &&
  (event.button === 5 || event.button === 2 || (event.buttons & (barrelBit | eraserBit)) !== 0);

/** How places on the screen become places on the board right now. */
export interface Places {
  screenOf(event: MouseEvent): ScreenPoint;
  boardOf(at: ScreenPoint): BoardPoint;
}

const sampleOf = (event: PointerEvent, { screenOf, boardOf }: Places): Sample => ({
  at: boardOf(screenOf(event)),
  pressure: pressureOf(event),
  time: event.timeStamp,
});

/** Events that this one stands for, or that the browser expects next. Not every browser has both. */
const batch = (event: PointerEvent, name: 'getCoalescedEvents' | 'getPredictedEvents'): readonly PointerEvent[] =>
  event.type === 'pointermove' && typeof event[name] === 'function' ? event[name]() : [];

export const readPointer = (event: PointerEvent, places: Places): PointerInput => {
  const own = sampleOf(event, places);
  const samples = batch(event, 'getCoalescedEvents').map((each) => sampleOf(each, places));
  return {
    ...own,
    screen: places.screenOf(event),
    device: deviceOf(event),
    shift: event.shiftKey,
    alt: event.altKey,
    mod: event.ctrlKey || event.metaKey,
    samples: samples.length > 0 ? samples : [own],
    predicted: batch(event, 'getPredictedEvents').map((each) => sampleOf(each, places)),
  };
};
