import { panBy, toBoard } from '../editor/camera.ts';
import type { Device } from '../editor/pointer.ts';
import { fingerDown, ignoreTouches, isRest, movePinch, penIsDown, seePen } from './hands.ts';
import { deviceOf, erases } from './pointer-events.ts';
import {
  type Activity,
  cancelActivity,
  inputOf,
  loseActivity,
  type Pointing,
  point,
  pointNowhere,
} from './pointing.ts';
import { distance, tapSlop } from './touch-tracker.ts';

/** Lets the paper hear of a pointer until it is lifted, wherever it moves. */
export function capture({ surface }: Pointing, event: PointerEvent): void {
  try {
    surface.setPointerCapture(event.pointerId);
  } catch {
    // The pointer is already gone: its up or cancel event ends the activity.
  }
}

const wantsPan = ({ target, spaceHeld }: Pointing, event: PointerEvent, device: Device): boolean =>
  event.button === 1 ||
  (event.button === 2 && device === 'mouse') ||
  spaceHeld ||
  (device === 'touch' && target.penMode.peek() === 'alone') ||
  target.pansByPress();

/** A pointer comes down: draws, pans, pinches, or is a hand that does not count. */
export function onDown(p: Pointing, event: PointerEvent): void {
  const device = deviceOf(event);
  const at = p.places.screenOf(event);
  if (device === 'pen') {
    seePen(p);
    ignoreTouches(p);
  }
  if (device === 'touch' && (penIsDown(p) || isRest(p, event))) {
    p.touches.ignore(event.pointerId);
    return;
  }
  // Only what was lifted unheard can come down again.
  if (p.activity?.type === 'gesture' && p.activity.device === device && device !== 'touch')
    loseActivity(p, event.timeStamp);
  // A mouse that gives way to a finger does not say that it leaves.
  if (device === 'touch') pointNowhere(p);
  if (device === 'touch' && fingerDown(p, event, at)) return;
  if (p.activity !== undefined) return;
  p.surface.focus({ preventScroll: true });
  event.preventDefault();
  capture(p, event);
  if (wantsPan(p, event, device)) {
    p.activity = { type: 'pan', pointer: event.pointerId, last: at, going: device !== 'touch' && event.button !== 2 };
    p.surface.style.cursor = 'grabbing';
    return;
  }
  const input = inputOf(p, event);
  p.clicks.down(at, event.timeStamp);
  const gesture = p.target.press(input, erases(event));
  if (gesture !== undefined)
    p.activity = { type: 'gesture', pointer: event.pointerId, device, gesture, since: event.timeStamp };
}

function movePan({ places, target }: Pointing, pan: Activity & { readonly type: 'pan' }, event: PointerEvent): void {
  const at = places.screenOf(event);
  pan.going ||= distance(at, pan.last) > tapSlop;
  if (!pan.going) return;
  target.setCamera(panBy(target.camera.peek(), at.x - pan.last.x, at.y - pan.last.y));
  pan.last = at;
}

/** Begins with the first real movement, so that a press near the edge does not run away. */
function followEdge({ activity, clicks, edge, places }: Pointing, event: PointerEvent): void {
  if (activity?.type !== 'gesture' || activity.gesture.scrollsAtEdge !== true) return;
  const from = clicks.pressedAt();
  if (from === undefined || distance(places.screenOf(event), from) > 2 * tapSlop) edge.at(event);
}

/** A pointer moves, on the paper or over it. */
export function onMove(p: Pointing, event: PointerEvent): void {
  const { places, target, touches } = p;
  const device = deviceOf(event);
  // A pen is heard before it touches: by then the hand that holds it may lie on the paper.
  if (device === 'pen') seePen(p);
  if (touches.ignores(event.pointerId)) return;
  if (isRest(p, event)) {
    touches.ignore(event.pointerId);
    if (p.activity?.type === 'pinch' || p.activity?.pointer === event.pointerId) cancelActivity(p);
    return;
  }
  touches.move(event.pointerId, places.screenOf(event));
  if (device !== 'touch') target.setPointer(toBoard(target.camera.peek(), places.screenOf(event)));
  const { activity } = p;
  if (activity === undefined) {
    if (event.buttons === 0) point(p, inputOf(p, event));
  } else if (activity.type === 'pinch') {
    movePinch(p);
  } else if (activity.pointer === event.pointerId) {
    if (event.buttons === 0) loseActivity(p, event.timeStamp);
    else if (activity.type === 'pan') movePan(p, activity, event);
    else {
      target.setSampledAt(event.timeStamp);
      activity.gesture.move(inputOf(p, event));
      followEdge(p, event);
    }
  }
}

function endActivity(p: Pointing, event: PointerEvent): void {
  const ended = p.activity;
  if (ended?.type === 'pinch') {
    const last = p.touches.pinch();
    if (last === undefined) p.activity = undefined;
    else ended.last = last;
  } else if (ended?.pointer === event.pointerId) {
    p.activity = undefined;
    p.edge.stop();
    if (ended.type === 'gesture') ended.gesture.end(inputOf(p, event));
  }
}

/** A pointer is lifted. */
export function onUp(p: Pointing, event: PointerEvent): void {
  const { clicks, places, target, touches } = p;
  if (touches.up(event.pointerId)) return;
  endActivity(p, event);
  if (clicks.up(places.screenOf(event), event.button !== 1)) target.doublePress(inputOf(p, event));
  const fingers = touches.tapped(event.timeStamp);
  if (fingers === 2) target.undo();
  else if (fingers === 3) target.redo();
  if (p.activity === undefined) point(p, inputOf(p, event));
}

/** A pointer is gone without having been lifted. */
export function onLost(p: Pointing, event: PointerEvent): void {
  if (p.touches.up(event.pointerId)) return;
  if (p.activity?.type === 'pinch') {
    if (p.touches.pinch() === undefined) p.activity = undefined;
  } else if (p.activity?.pointer === event.pointerId) {
    loseActivity(p, event.timeStamp);
  }
  if (event.type === 'pointercancel') p.touches.noTap();
}
