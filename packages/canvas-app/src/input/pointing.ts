import type { ScreenPoint } from '../editor/camera.ts';
import type { Device, PointerInput } from '../editor/pointer.ts';
import type { Gesture } from '../gestures/gesture.ts';
import type { Clicks } from './clicks.ts';
import type { EdgeScroll } from './edge-scroll.ts';
import { type Places, readPointer } from './pointer-events.ts';
import type { InputTarget } from './target.ts';
import type { Pinch, Touches } from './touch-tracker.ts';

/** What the pointers are doing: one thing at a time. */
export type Activity =
  | {
      readonly type: 'gesture';
      readonly pointer: number;
      readonly device: Device;
      readonly gesture: Gesture;
      /** When it began: `timeStamp` of its event, ms. */
      readonly since: number;
    }
  /** `going` once it has moved: a hand that rests on the paper, or opens a menu, trembles and must not take it along. */
  | { readonly type: 'pan'; readonly pointer: number; last: ScreenPoint; going: boolean }
  | { readonly type: 'pinch'; last: Pinch };

/** Everything that pointer input remembers between two events. */
export interface Pointing {
  readonly surface: HTMLElement;
  readonly target: InputTarget;
  readonly places: Places;
  readonly touches: Touches;
  readonly clicks: Clicks;
  readonly edge: EdgeScroll;
  activity: Activity | undefined;
  /** Where a mouse or a pen last pointed without pressing; undefined once it has left, and while fingers are at work. */
  rested: PointerInput | undefined;
  spaceHeld: boolean;
  /** The page was told that it goes: its ink is written down, for the next page to draw. */
  leaving: boolean;
}

/** A finger's stroke that the system cuts short before this (ms) was a swipe meant for the system. */
const swipeTime = 500;

/** An event in board terms. */
export const inputOf = ({ places }: Pointing, event: PointerEvent): PointerInput => readPointer(event, places);

/** Nothing is pressed: shows what a press at this place would do. A finger points at nothing before it presses. */
export function point(p: Pointing, input: PointerInput): void {
  p.rested = input.device === 'touch' ? undefined : input;
  p.surface.style.cursor = p.spaceHeld ? 'grab' : p.target.hover(input);
}

/** The same again at the place where the pointer rests, on what lies there now. */
export function pointAgain(p: Pointing): void {
  if (p.rested === undefined || p.activity !== undefined) return;
  point(p, { ...p.rested, at: p.places.boardOf(p.rested.screen) });
}

/** Nothing is pointed at any more. */
export function pointNowhere(p: Pointing): void {
  p.rested = undefined;
  p.target.leave();
}

/** Ends a gesture, a pan or a pinch as if it had never begun. */
export function cancelActivity(p: Pointing): void {
  p.edge.stop();
  p.clicks.forget();
  if (p.activity?.type === 'gesture') p.activity.gesture.cancel();
  p.activity = undefined;
}

/** The pointer is gone without having been lifted. `time`: of the event that tells of it, ms. */
export function loseActivity(p: Pointing, time: number): void {
  // A window that closes may lose its focus after it was told to go. Ink put on the board then would be there twice.
  if (p.leaving) return;
  p.edge.stop();
  p.clicks.forget();
  const lost = p.activity;
  p.activity = undefined;
  if (lost?.type !== 'gesture') return;
  const { gesture, device, since } = lost;
  if (gesture.lost === undefined || (device === 'touch' && time - since < swipeTime)) gesture.cancel();
  else gesture.lost();
}
