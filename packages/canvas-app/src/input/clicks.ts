import type { ScreenPoint } from '../editor/camera.ts';
import { distance, tapSlop } from './touch-tracker.ts';

/** Second click of a double click comes within this (ms), as systems have it unless a person says otherwise. */
const doubleTime = 500;

/** Tells clicks and double clicks from drags. */
export interface Clicks {
  /** Where what is pressed now was pressed, CSS px. */
  pressedAt(): ScreenPoint | undefined;
  down(at: ScreenPoint, time: number): void;
  /** `counts`: whether the button is one that clicks. Returns whether this was the second click of a double click. */
  up(at: ScreenPoint, counts: boolean): boolean;
  /** What is pressed became something else. */
  forget(): void;
}

export function countClicks(): Clicks {
  let press: { readonly at: ScreenPoint; readonly time: number; readonly double: boolean } | undefined;
  let last: { readonly at: ScreenPoint; readonly time: number } | undefined;
  return {
    pressedAt: () => press?.at,
    down(at, time) {
      const double = last !== undefined && time - last.time < doubleTime && distance(last.at, at) < tapSlop;
      press = { at, time, double };
    },
    up(at, counts) {
      if (press === undefined) return false;
      const { time, double } = press;
      const click = counts && distance(at, press.at) < tapSlop;
      last = click && !double ? { at, time } : undefined;
      press = undefined;
      return click && double;
    },
    forget() {
      press = undefined;
    },
  };
}
