import type { ScreenPoint } from '../../editor/camera.ts';
import { noDraft } from '../../editor/draft.ts';
import { isPalm } from '../../input/pointer-events.ts';
import { distance, tapSlop } from '../../input/touch-tracker.ts';
import type { App } from '../../ui/app-context.ts';
import { openAt } from './open-menu.ts';

/** What is pressed: the paper, or what floats near a selection and belongs to it. */
type Pressed = 'paper' | 'selection';

/** How long a finger rests before the menu opens (ms). */
const holdMs = 500;

/** A press that may become a menu: of the right button when it is let go, of a finger when it has rested. */
interface Press {
  readonly pointer: number;
  readonly at: ScreenPoint;
  readonly of: Pressed;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  readonly watch: AbortController;
}

let press: Press | undefined;
/** The fingers that are down, on the paper or elsewhere. */
const fingers = new Set<number>();

const forget = (): void => {
  clearTimeout(press?.timer);
  press?.watch.abort();
  press = undefined;
};

const placeOf = ({ clientX, clientY }: MouseEvent): ScreenPoint => ({ x: clientX, y: clientY });

/** What is pressed, if that has a menu. */
const pressedBy = ({ target }: Event): Pressed | undefined => {
  if (!(target instanceof Element)) return undefined;
  if (target.closest('.surface') !== null) return 'paper';
  return target.closest('.selection-bar, .table-over') !== null && target.closest('.menu') === null
    ? 'selection'
    : undefined;
};

/** A finger that has rested is lifted without pressing what is under it; a click that comes of a later press or key is another. */
function swallowClick(): void {
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal };
  window.addEventListener('pointerdown', () => abort.abort(), options);
  window.addEventListener('keydown', () => abort.abort(), options);
  window.addEventListener(
    'click',
    (event) => {
      event.stopPropagation();
      event.preventDefault();
      abort.abort();
    },
    options,
  );
}

/** Whether a finger that rests does not draw: with such a tool, for a viewer, and where one finger moves the paper beside a pen. */
const fingerRests = ({ editor }: App): boolean =>
  ['select', 'hand'].includes(editor.tool.peek()) || editor.penMode.peek() === 'alone' || !editor.canEdit.peek();

/** Whether something is drawn, dragged or marked at this moment. */
const isAtWork = ({ editor }: App): boolean =>
  editor.draft.peek() !== noDraft || editor.marquee.peek() !== undefined || editor.cropping.peek() !== undefined;

/** Remembers a press until it moves, is lost, or another pointer comes down. */
function begin(event: PointerEvent, of: Pressed, rested?: () => void): void {
  const watch = new AbortController();
  const options = { capture: true, signal: watch.signal };
  const at = placeOf(event);
  press = { pointer: event.pointerId, at, of, timer: rested && setTimeout(rested, holdMs), watch };
  const onMove = (moved: PointerEvent) => {
    if (moved.pointerId === event.pointerId && distance(placeOf(moved), at) > tapSlop) forget();
  };
  const onOther = ({ pointerId }: PointerEvent) => {
    if (pointerId !== event.pointerId) forget();
  };
  window.addEventListener('pointermove', onMove, options);
  window.addEventListener('pointerdown', onOther, options);
}

function onDown(app: App, event: PointerEvent): void {
  forget();
  const { pointerType, pointerId, button } = event;
  if (pointerType === 'touch') fingers.add(pointerId);
  const of = pressedBy(event);
  if (of === undefined) return;
  if (pointerType === 'mouse' && button === 2) begin(event, of);
  if (pointerType !== 'touch' || fingers.size > 1 || isPalm(event) || isAtWork(app)) return;
  if (of === 'paper' && !fingerRests(app)) return;
  begin(event, of, () => {
    forget();
    if (isAtWork(app)) return;
    if (of === 'paper') app.context.shell.cancelGesture();
    // The menu may come under the finger.
    swallowClick();
    app.byHand(() => openAt(app, placeOf(event), 'touch', of));
  });
}

function onUp(app: App, event: PointerEvent): void {
  fingers.delete(event.pointerId);
  const ended = press?.pointer === event.pointerId ? press : undefined;
  if (ended === undefined) return;
  forget();
  if (event.button === 2 && event.pointerType === 'mouse' && distance(placeOf(event), ended.at) <= tapSlop)
    openAt(app, placeOf(event), 'mouse', ended.of);
}

/** One that scrolls a panel is taken from the page without having been lifted: it rests nowhere any more. */
function onCancel({ pointerId }: PointerEvent): void {
  fingers.delete(pointerId);
  if (press?.pointer === pointerId) forget();
}

/** Hears what may ask for the menu: the right button, fingers, and on a Mac a click with Ctrl. */
export function hearPress(app: App, event: MouseEvent): void {
  if (event.type === 'pointerdown') onDown(app, event as PointerEvent);
  else if (event.type === 'pointercancel') onCancel(event as PointerEvent);
  else if (event.type === 'pointerup') onUp(app, event as PointerEvent);
  else if (app.mac && event.ctrlKey && event.button === 0) {
    const of = pressedBy(event);
    if (of === 'paper') app.context.shell.cancelGesture();
    if (of !== undefined) openAt(app, placeOf(event), 'mouse', of);
  }
}
