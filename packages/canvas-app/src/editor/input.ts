import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type BoardPoint, type Camera, panBy, type ScreenPoint, toBoard, type Viewport, zoomAt } from './camera.ts';
import { createEdgeScroll } from './edge-scroll.ts';
import type { PointerInput, Sample } from './pointer.ts';
import { turned, type WheelMode } from './wheel.ts';

/** What pointer input needs of the rest: the camera it may move, and who takes presses. */
export interface InputTarget {
  readonly camera: Signal<Camera>;
  /** Where my pointer is, for presence; undefined when it left. */
  readonly pointer: Signal<BoardPoint | undefined>;
  readonly viewport: ReadonlySignal<Viewport>;
  readonly wheel: ReadonlySignal<WheelMode>;
  /** When the last sample of a gesture was taken: `performance.now()` of the pointer event, ms. */
  readonly sampledAt: Signal<number | undefined>;
  /** Whether a plain press moves the paper (hand tool). */
  readonly pansByPress: () => boolean;
  press(pointer: PointerInput, erase: boolean): PressGesture | undefined;
  hover(pointer: PointerInput): string;
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
}

export interface Input {
  /** Ends what is going on as if it had never begun. Returns whether anything was. */
  cancel(): boolean;
  stop(): void;
}

/** A tap moves less than this (CSS px) and lasts less than this (ms). */
const tapSlop = 8;
const tapTime = 300;
/** Second click of a double click comes within this (ms). */
const doubleTime = 400;

type Device = PointerInput['device'];
const deviceOf = (event: PointerEvent): Device =>
  event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse';

/** Mice and most fingers report a constant 0.5 or 1; only a pen's pressure is a measurement. */
const pressureOf = (event: PointerEvent): number | undefined =>
  event.pointerType === 'pen' && event.pressure > 0 ? event.pressure : undefined;

const distance = (a: ScreenPoint, b: ScreenPoint): number => Math.hypot(a.x - b.x, a.y - b.y);

interface Touch {
  readonly down: ScreenPoint;
  at: ScreenPoint;
}

type Activity =
  | { readonly type: 'gesture'; readonly pointer: number; readonly device: Device; readonly gesture: PressGesture }
  | { readonly type: 'pan'; readonly pointer: number; last: ScreenPoint }
  | { readonly type: 'pinch'; last: { readonly middle: ScreenPoint; readonly spread: number } };

/**
 * Pointer Events to presses, pans and pinches. Once a pen was seen one finger pans instead of drawing; two fingers pan
 * and zoom whatever the tool, and take back what the first finger began; a two-finger tap undoes, a three-finger tap
 * redoes. A lost capture never leaves a tool stuck.
 */
export const attachInput = (surface: HTMLElement, target: InputTarget): Input => {
  const touches = new Map<number, Touch>();
  const spaceHeld = signal(false);
  const abort = new AbortController();
  const { signal: aborted } = abort;
  let penSeen = false;
  let activity: Activity | undefined;
  let tap: { readonly since: number; fingers: number; still: boolean } | undefined;
  let press: { readonly at: ScreenPoint; readonly time: number; readonly double: boolean } | undefined;
  let lastClick: { readonly at: ScreenPoint; readonly time: number } | undefined;

  const screenOf = (event: MouseEvent): ScreenPoint => {
    const rect = surface.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };

  const sampleOf = (event: PointerEvent): Sample => ({
    at: toBoard(target.camera.peek(), screenOf(event)),
    pressure: pressureOf(event),
    time: event.timeStamp,
  });

  const inputOf = (event: PointerEvent): PointerInput => {
    const coalesced = event.type === 'pointermove' ? event.getCoalescedEvents() : [];
    const own = sampleOf(event);
    return {
      ...own,
      screen: screenOf(event),
      device: deviceOf(event),
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
      samples: coalesced.length > 0 ? coalesced.map(sampleOf) : [own],
    };
  };

  const capture = (event: PointerEvent) => {
    try {
      surface.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is already gone: its up or cancel event ends the activity.
    }
  };

  const edge = createEdgeScroll({
    camera: target.camera,
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
    if (activity?.type === 'gesture') activity.gesture.cancel();
    activity = undefined;
  };

  const pinchNow = () => {
    const [a, b] = [...touches.values()].map((touch) => touch.at);
    if (a === undefined || b === undefined) return undefined;
    return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.max(1, distance(a, b)) };
  };

  const touchDown = (event: PointerEvent, at: ScreenPoint): boolean => {
    touches.set(event.pointerId, { down: at, at });
    if (touches.size === 1) tap = { since: event.timeStamp, fingers: 1, still: true };
    else if (tap !== undefined) tap.fingers = Math.max(tap.fingers, touches.size);
    if (touches.size < 2) return false;
    if (activity?.type === 'gesture' && activity.device === 'pen') return true;
    cancelGesture();
    const last = pinchNow();
    if (last !== undefined) activity = { type: 'pinch', last };
    return true;
  };

  const wantsPan = (event: PointerEvent, device: Device): boolean =>
    event.button === 1 ||
    (event.button === 2 && device === 'mouse') ||
    spaceHeld.peek() ||
    (device === 'touch' && penSeen) ||
    target.pansByPress();

  const onDown = (event: PointerEvent) => {
    const device = deviceOf(event);
    const at = screenOf(event);
    if (device === 'pen') penSeen = true;
    if (device === 'touch' && touchDown(event, at)) return;
    if (activity !== undefined) return;
    surface.focus({ preventScroll: true });
    event.preventDefault();
    capture(event);
    if (wantsPan(event, device)) {
      activity = { type: 'pan', pointer: event.pointerId, last: at };
      surface.style.cursor = 'grabbing';
      return;
    }
    const input = inputOf(event);
    const double =
      lastClick !== undefined && event.timeStamp - lastClick.time < doubleTime && distance(lastClick.at, at) < tapSlop;
    press = { at, time: event.timeStamp, double };
    // Button 5 is a pen's eraser end, button 2 its barrel button.
    const erase = device === 'pen' && (event.button === 5 || event.button === 2);
    const gesture = target.press(input, erase);
    if (gesture !== undefined) activity = { type: 'gesture', pointer: event.pointerId, device, gesture };
  };

  const movePinch = () => {
    if (activity?.type !== 'pinch') return;
    const next = pinchNow();
    if (next === undefined) return;
    const { middle, spread } = activity.last;
    const panned = panBy(target.camera.peek(), next.middle.x - middle.x, next.middle.y - middle.y);
    target.camera.value = zoomAt(panned, next.middle, (panned.zoom * next.spread) / spread);
    activity.last = next;
  };

  const onMove = (event: PointerEvent) => {
    const touch = touches.get(event.pointerId);
    if (touch !== undefined) {
      touch.at = screenOf(event);
      if (tap !== undefined && distance(touch.at, touch.down) > tapSlop) tap.still = false;
    }
    if (deviceOf(event) !== 'touch') target.pointer.value = toBoard(target.camera.peek(), screenOf(event));
    if (activity === undefined) {
      if (event.buttons === 0) surface.style.cursor = spaceHeld.peek() ? 'grab' : target.hover(inputOf(event));
    } else if (activity.type === 'pinch') {
      movePinch();
    } else if (activity.pointer === event.pointerId) {
      if (activity.type === 'pan') {
        const at = screenOf(event);
        target.camera.value = panBy(target.camera.peek(), at.x - activity.last.x, at.y - activity.last.y);
        activity.last = at;
      } else {
        target.sampledAt.value = event.timeStamp;
        activity.gesture.move(inputOf(event));
        followEdge(event);
      }
    }
  };

  const endTap = (event: PointerEvent) => {
    if (touches.size > 0 || tap === undefined) return;
    const { fingers, still, since } = tap;
    tap = undefined;
    if (!still || event.timeStamp - since > tapTime) return;
    if (fingers === 2) target.undo();
    else if (fingers === 3) target.redo();
  };

  const onUp = (event: PointerEvent) => {
    touches.delete(event.pointerId);
    if (activity?.type === 'pinch') {
      const last = pinchNow();
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
    endTap(event);
    if (activity === undefined) surface.style.cursor = target.hover(inputOf(event));
  };

  const onLost = (event: PointerEvent) => {
    touches.delete(event.pointerId);
    if (activity?.type === 'pinch') {
      if (touches.size < 2) activity = undefined;
    } else if (activity?.pointer === event.pointerId) {
      cancelGesture();
    }
    if (touches.size === 0) tap = undefined;
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
    target.camera.value = turned(target.camera.peek(), turn, target.wheel.peek());
  };

  const typingIn = (node: EventTarget | null): boolean =>
    node instanceof HTMLElement &&
    (node.isContentEditable || node.matches('input, textarea, select, button, [role=button]'));

  const onKey = (event: KeyboardEvent) => {
    if (event.code !== 'Space' || typingIn(event.target)) return;
    event.preventDefault();
    spaceHeld.value = event.type === 'keydown';
    if (activity === undefined) surface.style.cursor = spaceHeld.peek() ? 'grab' : '';
  };

  const onBlur = () => {
    spaceHeld.value = false;
    touches.clear();
    cancelGesture();
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
      target.pointer.value = undefined;
    },
    { signal: aborted },
  );
  window.addEventListener('keydown', onKey, { signal: aborted });
  window.addEventListener('keyup', onKey, { signal: aborted });
  window.addEventListener('blur', onBlur, { signal: aborted });

  return {
    cancel() {
      const busy = activity?.type === 'gesture';
      if (busy) cancelGesture();
      return busy;
    },
    stop() {
      abort.abort();
      cancelGesture();
    },
  };
};
