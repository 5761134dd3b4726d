import { panBy, type ScreenPoint, zoomAt } from '../editor/camera.ts';
import { isPalm } from './pointer-events.ts';
import { cancelActivity, loseActivity, type Pointing } from './pointing.ts';

/** What one finger has drawn for longer than this (ms) is kept when a second one comes. */
const meantTime = 500;

/** A pen is heard: from now on one finger moves the paper, unless a person said otherwise. */
export function seePen({ target }: Pointing): void {
  if (target.penMode.peek() === 'unseen') target.seePen();
}

/** A wide contact is a resting hand only where a pen is used: some fingers and screens are wide. */
export const isRest = ({ target }: Pointing, event: PointerEvent): boolean =>
  target.penMode.peek() !== 'unseen' && isPalm(event);

export const penIsDown = ({ activity }: Pointing): boolean => activity?.type === 'gesture' && activity.device === 'pen';

/** What touches the paper now is a hand that holds a pen. */
export function ignoreTouches(p: Pointing): void {
  p.touches.ignoreAll();
  if (p.activity?.type === 'pinch' || p.activity?.type === 'pan') p.activity = undefined;
  else if (p.activity?.type === 'gesture' && p.activity.device === 'touch') cancelActivity(p);
}

/**
 * Whether a finger that comes down on what lies over the paper belongs to one that is on the paper: then it does not press what is there,
 * which the first one may have brought about. An island is pressed nevertheless, but for one that a pinch may begin on.
 */
export function joinsOther({ activity, surface, touches }: Pointing, event: PointerEvent): boolean {
  const { target } = event;
  if (event.pointerType !== 'touch' || touches.count() === 0) return false;
  if (!(target instanceof Element) || surface.contains(target)) return false;
  const begins = activity?.type === 'gesture' && event.timeStamp - activity.since <= meantTime;
  return begins || target.closest('.island, dialog') === null;
}

/** Counts a finger that comes down. Returns whether it is one of several, which move the paper together. */
export function fingerDown(p: Pointing, event: PointerEvent, at: ScreenPoint): boolean {
  if (p.touches.down(event.pointerId, at, event.timeStamp) < 2) return false;
  // A pinch begins with both fingers at about the same time: what was drawn for longer was meant.
  const since = p.activity?.type === 'gesture' ? p.activity.since : event.timeStamp;
  if (event.timeStamp - since > meantTime) loseActivity(p, event.timeStamp);
  else cancelActivity(p);
  const last = p.touches.pinch();
  if (last !== undefined) p.activity = { type: 'pinch', last };
  return true;
}

/** Moves and zooms the paper with two fingers. */
export function movePinch({ activity, target, touches }: Pointing): void {
  if (activity?.type !== 'pinch') return;
  const next = touches.pinch();
  if (next === undefined) return;
  const { middle, spread } = activity.last;
  const panned = panBy(target.camera.peek(), next.middle.x - middle.x, next.middle.y - middle.y);
  target.setCamera(zoomAt(panned, next.middle, (panned.zoom * next.spread) / spread));
  activity.last = next;
}
