import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Camera } from '../../editor/camera.ts';
import type { Stop } from '../feature.ts';

/** Zooms between which pins are put together as at the nearest. */
const stepsPerDouble = 4;

/** The zoom of a step. */
export const zoomOf = (step: number): number => 2 ** (step / stepsPerDouble);

const stepOf = ({ zoom }: Pick<Camera, 'zoom'>): number => Math.round(Math.log2(zoom) * stepsPerDouble);

/**
 * Steps by which the zoom may go on before they are counted while it moves: going away pins come into each other's way, coming nearer they
 * only stand apart. As far as it goes away at once, it has jumped.
 */
const most = { away: 3, nearer: 8 } as const;
/** Ms after which it rests. */
const rest = 120;

/** Follows the step of the zoom: at once when that has jumped, else when it rests, so that a pinch puts pins together once. */
export function followStep(camera: ReadonlySignal<Camera>): { readonly step: ReadonlySignal<number>; stop: Stop } {
  const step = signal(stepOf(camera.peek()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = camera.peek().zoom;
  const settle = () => {
    step.value = stepOf(camera.peek());
  };
  const stop = effect(() => {
    const { zoom } = camera.value;
    if (zoom === last) return;
    const by = stepOf({ zoom }) - step.peek();
    const hasJumped = Math.abs(stepOf({ zoom }) - stepOf({ zoom: last })) >= most.away;
    last = zoom;
    clearTimeout(timer);
    if (hasJumped || by >= most.nearer || -by >= most.away) settle();
    else timer = setTimeout(settle, rest);
  });
  return {
    step,
    stop() {
      clearTimeout(timer);
      stop();
    },
  };
}
