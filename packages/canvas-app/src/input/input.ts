import { type ScreenPoint, toBoard } from '../editor/camera.ts';
import { countClicks } from './clicks.ts';
import { createEdgeScroll } from './edge-scroll.ts';
import { joinsOther } from './hands.ts';
import { capture, onDown, onLost, onMove, onUp } from './pointer.ts';
import { cancelActivity, inputOf, loseActivity, type Pointing, pointAgain, pointNowhere } from './pointing.ts';
import { onSpace } from './space-bar.ts';
import type { InputTarget } from './target.ts';
import { countTouches } from './touch-tracker.ts';
import { onWheel } from './wheel.ts';

/** What is done on the canvas with pointers, the wheel and the space bar. */
export interface Input {
  /** Ends what is going on as if it had never begun. Returns whether anything was. */
  cancel(): boolean;
  stop(): void;
}

/** Nothing is pressed yet. */
function createPointing(surface: HTMLElement, target: InputTarget): Pointing {
  const screenOf = (event: MouseEvent): ScreenPoint => {
    const rect = surface.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  const edge = createEdgeScroll({
    camera: target.camera,
    setCamera: target.setCamera,
    viewport: target.viewport,
    screenOf,
    moved(event) {
      if (pointing.activity?.type === 'gesture') pointing.activity.gesture.move(inputOf(pointing, event));
    },
  });
  const pointing: Pointing = {
    surface,
    target,
    places: { screenOf, boardOf: (at) => toBoard(target.camera.peek(), at) },
    touches: countTouches(),
    clicks: countClicks(),
    edge,
    activity: undefined,
    rested: undefined,
    spaceHeld: false,
    leaving: false,
  };
  return pointing;
}

/**
 * Pointer Events to presses, pans and pinches. Once a pen was seen one finger pans instead of drawing, until a person says
 * otherwise; two fingers pan and zoom no matter which tool, and take back what the first finger has just begun; a two-finger tap
 * undoes, a three-finger tap redoes. While a pen is down nothing else touches the paper, and what a hand did just before it came
 * down is taken back. A lost pointer never leaves a tool stuck, and ink that was begun is kept.
 */
export function attachInput(surface: HTMLElement, target: InputTarget): Input {
  const pointing = createPointing(surface, target);
  const abort = new AbortController();
  const { signal } = abort;

  surface.addEventListener('pointerdown', (event) => onDown(pointing, event), { signal });
  const onJoining = (event: PointerEvent) => {
    if (!joinsOther(pointing, event)) return;
    event.stopPropagation();
    event.preventDefault();
    capture(pointing, event);
    onDown(pointing, event);
  };
  window.addEventListener('pointerdown', onJoining, { capture: true, signal });
  surface.addEventListener('pointermove', (event) => onMove(pointing, event), { signal });
  surface.addEventListener('pointerup', (event) => onUp(pointing, event), { signal });
  surface.addEventListener('pointercancel', (event) => onLost(pointing, event), { signal });
  surface.addEventListener('lostpointercapture', (event) => onLost(pointing, event), { signal });
  surface.addEventListener('wheel', (event) => onWheel(pointing, event), { passive: false, signal });
  surface.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  const onLeave = ({ relatedTarget }: PointerEvent) => {
    target.setPointer(undefined);
    // What is shown of an element beside it is a part of it for the pointer.
    if (relatedTarget instanceof Element && relatedTarget.closest('[data-keeps-pointed]')) pointing.rested = undefined;
    else pointNowhere(pointing);
  };
  const stopWatching = target.watchUnderPointer(() => pointAgain(pointing));
  surface.addEventListener('pointerleave', onLeave, { signal });
  window.addEventListener('keydown', (event) => onSpace(pointing, event), { signal });
  window.addEventListener('keyup', (event) => onSpace(pointing, event), { signal });
  const onBlur = (event: Event) => {
    pointing.spaceHeld = false;
    pointing.touches.clear();
    loseActivity(pointing, event.timeStamp);
  };
  window.addEventListener('blur', onBlur, { signal });
  const setLeaving = ({ type }: Event) => {
    pointing.leaving = type === 'pagehide';
  };
  window.addEventListener('pagehide', setLeaving, { signal });
  window.addEventListener('pageshow', setLeaving, { signal });

  return {
    cancel() {
      if (pointing.activity?.type !== 'gesture') return false;
      if (pointing.activity.gesture.back?.() !== true) cancelActivity(pointing);
      return true;
    },
    stop() {
      abort.abort();
      stopWatching();
      cancelActivity(pointing);
    },
  };
}
