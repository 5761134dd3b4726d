import { signal } from '@preact/signals-core';
import { panBy, type ScreenPoint, toBoard, zoomAt } from './camera.ts';
import { createEdgeScroll } from './edge-scroll.ts';
import type { Editor } from './editor.ts';
import type { Device, PointerInput } from './pointer.ts';
import { deviceOf, erases, isPalm, readPointer } from './pointer-events.ts';
import { takesLetters } from './takes-letters.ts';
import { countTouches, distance, type Pinch, tapSlop } from './touch-tracker.ts';
import { turned } from './wheel.ts';

/** What pointer input needs of the rest: the camera it may move, and who takes presses. */
export interface InputTarget
  extends Pick<
    Editor,
    'camera' | 'viewport' | 'wheel' | 'penMode' | 'setCamera' | 'setPointer' | 'setPenMode' | 'setSampledAt'
  > {
  /** Whether a plain press moves the paper (hand tool). */
  readonly pansByPress: () => boolean;
  press(pointer: PointerInput, erase: boolean): PressGesture | undefined;
  hover(pointer: PointerInput): string;
  /** The pointer is no longer over the paper. */
  leave(): void;
  doublePress(pointer: PointerInput): void;
  undo(): void;
  redo(): void;
}

export interface PressGesture {
  /** Whether holding it at the edge of the canvas moves the paper along. */
  readonly scrollsAtEdge?: boolean;
  move(pointer: PointerInput): void;
  end(pointer: PointerInput): void;
  cancel(): void;
  /** The pointer is gone without having been lifted. Absent = as `cancel`. */
  lost?(): void;
  /** Escape or undo: takes back the last thing only. True when the gesture goes on. */
  back?(): boolean;
}

export interface Input {
  /** Ends what is going on as if it had never begun. Returns whether anything was. */
  cancel(): boolean;
  stop(): void;
}

/** Second click of a double click comes within this (ms). */
const doubleTime = 400;

/** What one finger has drawn for longer than this (ms) is kept when a second one comes. */
const meantTime = 500;
/** A finger's stroke that the system cuts short before this (ms) was a swipe meant for the system. */
const swipeTime = 500;

type Activity =
  | {
      readonly type: 'gesture';
      readonly pointer: number;
      readonly device: Device;
      readonly gesture: PressGesture;
      readonly since: number;
    }
  /** `going` once it has moved: a hand that rests on the paper trembles and must not take it along. */
  | { readonly type: 'pan'; readonly pointer: number; last: ScreenPoint; going: boolean }
  | { readonly type: 'pinch'; last: Pinch };

/**
 * Pointer Events to presses, pans and pinches. Once a pen was seen one finger pans instead of drawing, until a person says otherwise; two fingers pan
 * and zoom no matter which tool, and take back what the first finger has just begun; a two-finger tap undoes, a three-finger tap
 * redoes. While a pen is down nothing else touches the paper, and what a hand did just before it came down is taken
 * back. A lost pointer never leaves a tool stuck, and ink that was begun is kept.
 */
export const attachInput = (surface: HTMLElement, target: InputTarget): Input => {
  const touches = countTouches();
  const spaceHeld = signal(false);
  const abort = new AbortController();
  const { signal: aborted } = abort;
  let activity: Activity | undefined;
  let press: { readonly at: ScreenPoint; readonly time: number; readonly double: boolean } | undefined;
  let lastClick: { readonly at: ScreenPoint; readonly time: number } | undefined;

  const screenOf = (event: MouseEvent): ScreenPoint => {
    const rect = surface.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };

  const inputOf = (event: PointerEvent): PointerInput =>
    readPointer(event, { screenOf, boardOf: (at) => toBoard(target.camera.peek(), at) });

  const capture = (event: PointerEvent) => {
    try {
      surface.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is already gone: its up or cancel event ends the activity.
    }
  };

  const edge = createEdgeScroll({
    camera: target.camera,
    setCamera: target.setCamera,
    viewport: target.viewport,
    screenOf,
    moved(event) {
      if (activity?.type === 'gesture') activity.gesture.move(inputOf(event));
    },
  });

  /** Begins with the first real movement, so that a press near the edge does not run away. */
  const followEdge = (event: PointerEvent) => {
    if (activity?.type !== 'gesture' || activity.gesture.scrollsAtEdge !== true) return;
    if (press === undefined || distance(screenOf(event), press.at) > 2 * tapSlop) edge.at(event);
  };

  const cancelGesture = () => {
    edge.stop();
    press = undefined;
    if (activity?.type === 'gesture') activity.gesture.cancel();
    activity = undefined;
  };

  /** The pointer is gone without having been lifted. */
  const loseGesture = (time: number) => {
    edge.stop();
    press = undefined;
    const lost = activity;
    activity = undefined;
    if (lost?.type !== 'gesture') return;
    const { gesture, device, since } = lost;
    if (gesture.lost === undefined || (device === 'touch' && time - since < swipeTime)) gesture.cancel();
    else gesture.lost();
  };

  /** What touches the paper now is a hand that holds a pen. */
  const ignoreTouches = () => {
    touches.ignoreAll();
    if (activity?.type === 'pinch' || activity?.type === 'pan') activity = undefined;
    else if (activity?.type === 'gesture' && activity.device === 'touch') cancelGesture();
  };

  /** Whether the finger is one of several, which move the paper together. */
  const touchDown = (event: PointerEvent, at: ScreenPoint): boolean => {
    if (touches.down(event.pointerId, at, event.timeStamp) < 2) return false;
    // A pinch begins with both fingers at about the same time: what was drawn for longer was meant.
    const since = activity?.type === 'gesture' ? activity.since : event.timeStamp;
    if (event.timeStamp - since > meantTime) loseGesture(event.timeStamp);
    else cancelGesture();
    const last = touches.pinch();
    if (last !== undefined) activity = { type: 'pinch', last };
    return true;
  };

  const wantsPan = (event: PointerEvent, device: Device): boolean =>
    event.button === 1 ||
    (event.button === 2 && device === 'mouse') ||
    spaceHeld.peek() ||
    (device === 'touch' && target.penMode.peek() === 'alone') ||
    target.pansByPress();

  const seePen = () => {
    if (target.penMode.peek() === 'unseen') target.setPenMode('alone');
  };

  /** A wide contact is a resting hand only where a pen is used: some fingers and screens are wide. */
  const isRest = (event: PointerEvent): boolean => target.penMode.peek() !== 'unseen' && isPalm(event);

  const penIsDown = (): boolean => activity?.type === 'gesture' && activity.device === 'pen';

  const onDown = (event: PointerEvent) => {
    const device = deviceOf(event);
    const at = screenOf(event);
    if (device === 'pen') {
      seePen();
      ignoreTouches();
    }
    if (device === 'touch' && (penIsDown() || isRest(event))) {
      touches.ignore(event.pointerId);
      return;
    }
    // Only what was lifted unheard can come down again.
    if (activity?.type === 'gesture' && activity.device === device && device !== 'touch') loseGesture(event.timeStamp);
    if (device === 'touch' && touchDown(event, at)) return;
    if (activity !== undefined) return;
    surface.focus({ preventScroll: true });
    event.preventDefault();
    capture(event);
    if (wantsPan(event, device)) {
      activity = { type: 'pan', pointer: event.pointerId, last: at, going: device !== 'touch' };
      surface.style.cursor = 'grabbing';
      return;
    }
    const input = inputOf(event);
    const double =
      lastClick !== undefined && event.timeStamp - lastClick.time < doubleTime && distance(lastClick.at, at) < tapSlop;
    press = { at, time: event.timeStamp, double };
    const gesture = target.press(input, erases(event));
    if (gesture !== undefined)
      activity = { type: 'gesture', pointer: event.pointerId, device, gesture, since: event.timeStamp };
  };

  const movePinch = () => {
    if (activity?.type !== 'pinch') return;
    const next = touches.pinch();
    if (next === undefined) return;
    const { middle, spread } = activity.last;
    const panned = panBy(target.camera.peek(), next.middle.x - middle.x, next.middle.y - middle.y);
    target.setCamera(zoomAt(panned, next.middle, (panned.zoom * next.spread) / spread));
    activity.last = next;
  };

  const onMove = (event: PointerEvent) => {
    const device = deviceOf(event);
    // A pen is heard before it touches: by then the hand that holds it may lie on the paper.
    if (device === 'pen') seePen();
    if (touches.ignores(event.pointerId)) return;
    if (isRest(event)) {
      touches.ignore(event.pointerId);
      if (activity?.type === 'pinch' || activity?.pointer === event.pointerId) cancelGesture();
      return;
    }
    touches.move(event.pointerId, screenOf(event));
    if (device !== 'touch') target.setPointer(toBoard(target.camera.peek(), screenOf(event)));
    if (activity === undefined) {
      if (event.buttons === 0) surface.style.cursor = spaceHeld.peek() ? 'grab' : target.hover(inputOf(event));
    } else if (activity.type === 'pinch') {
      movePinch();
    } else if (activity.pointer === event.pointerId) {
      if (event.buttons === 0) loseGesture(event.timeStamp);
      else if (activity.type === 'pan') {
        const at = screenOf(event);
        activity.going ||= distance(at, activity.last) > tapSlop;
        if (!activity.going) return;
        target.setCamera(panBy(target.camera.peek(), at.x - activity.last.x, at.y - activity.last.y));
        activity.last = at;
      } else {
        target.setSampledAt(event.timeStamp);
        activity.gesture.move(inputOf(event));
        followEdge(event);
      }
    }
  };

  const onUp = (event: PointerEvent) => {
    if (touches.up(event.pointerId)) return;
    if (activity?.type === 'pinch') {
      const last = touches.pinch();
      if (last === undefined) activity = undefined;
      else activity.last = last;
    } else if (activity?.pointer === event.pointerId) {
      const ended = activity;
      activity = undefined;
      edge.stop();
      if (ended.type === 'gesture') ended.gesture.end(inputOf(event));
    }
    if (press !== undefined) {
      const at = screenOf(event);
      const click = distance(at, press.at) < tapSlop && event.button !== 1;
      if (click && press.double) target.doublePress(inputOf(event));
      lastClick = click && !press.double ? { at, time: press.time } : undefined;
      press = undefined;
    }
    const fingers = touches.tapped(event.timeStamp);
    if (fingers === 2) target.undo();
    else if (fingers === 3) target.redo();
    if (activity === undefined) surface.style.cursor = target.hover(inputOf(event));
  };

  const onLost = (event: PointerEvent) => {
    if (touches.up(event.pointerId)) return;
    if (activity?.type === 'pinch') {
      if (touches.pinch() === undefined) activity = undefined;
    } else if (activity?.pointer === event.pointerId) {
      loseGesture(event.timeStamp);
    }
    if (event.type === 'pointercancel') touches.noTap();
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const turn = {
      dx: event.deltaX * unit,
      dy: event.deltaY * unit,
      at: screenOf(event),
      mod: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
    };
    target.setCamera(turned(target.camera.peek(), turn, target.wheel.peek()));
  };

  const typingIn = (node: EventTarget | null): boolean =>
    takesLetters(node) || (node instanceof HTMLElement && node.matches('button, [role=button]'));

  const onKey = (event: KeyboardEvent) => {
    if (event.code !== 'Space') return;
    // Let go anywhere, it is held no more.
    const held = event.type === 'keydown';
    if (typingIn(event.target) && (held || !spaceHeld.peek())) return;
    event.preventDefault();
    spaceHeld.value = held;
    if (activity === undefined) surface.style.cursor = spaceHeld.peek() ? 'grab' : '';
  };

  const onBlur = (event: Event) => {
    spaceHeld.value = false;
    touches.clear();
    loseGesture(event.timeStamp);
  };

  surface.addEventListener('pointerdown', onDown, { signal: aborted });
  surface.addEventListener('pointermove', onMove, { signal: aborted });
  surface.addEventListener('pointerup', onUp, { signal: aborted });
  surface.addEventListener('pointercancel', onLost, { signal: aborted });
  surface.addEventListener('lostpointercapture', onLost, { signal: aborted });
  surface.addEventListener('wheel', onWheel, { passive: false, signal: aborted });
  surface.addEventListener('contextmenu', (event) => event.preventDefault(), { signal: aborted });
  surface.addEventListener(
    'pointerleave',
    () => {
      target.setPointer(undefined);
      target.leave();
    },
    { signal: aborted },
  );
  window.addEventListener('keydown', onKey, { signal: aborted });
  window.addEventListener('keyup', onKey, { signal: aborted });
  window.addEventListener('blur', onBlur, { signal: aborted });

  return {
    cancel() {
      if (activity?.type !== 'gesture') return false;
      if (activity.gesture.back?.() !== true) cancelGesture();
      return true;
    },
    stop() {
      abort.abort();
      cancelGesture();
    },
  };
};
