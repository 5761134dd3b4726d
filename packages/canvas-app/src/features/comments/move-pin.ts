import type { Vec } from '@gesso/drawing';
import { untracked } from '@preact/signals-core';
import { toBoard, toScreen } from '../../editor/camera.ts';
import { clickSlop } from '../../editor/pointer.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { anchorAt, anchorNear, meant } from './anchor.ts';
import { carried } from './carried.ts';
import { said } from './opened.ts';
import type { PinsOnBoard } from './pins-on-board.ts';
import type { Talk } from './talk.ts';

/** CSS pixels that a finger may slip while it presses. */
const fingerSlop = 10;
/** Board units of one step by key, as elements go, and of a large one. */
const step = 1;
const largeStep = 10;

const directions: Readonly<Record<string, Vec>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Moves a pin to another place or onto another element. What is not put down is as if it had never begun. */
export interface PinMover {
  /** Whether a person may move a thread. Reads no signals. */
  mayMove(thread: string): boolean;
  /** A pin is pressed: it goes along with the pointer until that is released, or Escape. */
  pull(thread: string, event: PointerEvent): void;
  /** A key is pressed on a pin. Returns whether it was one that moves it, or takes back that it moves. */
  hearKey(thread: string, event: KeyboardEvent): boolean;
  /** Pins what keys have moved. */
  putDown(): void;
  /** Pins what keys have moved, which has lost the focus. */
  leave(): void;
}

/** Takes the click that ends a pull, which is no press on the pin. */
const swallowClick = (): void => {
  const hear = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', hear, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', hear, true));
};

/** Takes the click of a pointer that is still down, when it is released: what it had pulled is no longer in its hand. */
const swallowRelease = (pointer: number): void => {
  const abort = new AbortController();
  const hear = ({ pointerId, type }: PointerEvent) => {
    if (pointerId !== pointer) return;
    abort.abort();
    if (type === 'pointerup') swallowClick();
  };
  for (const type of ['pointerup', 'pointercancel', 'pointerdown'] as const)
    window.addEventListener(type, hear, { capture: true, signal: abort.signal });
};

/**
 * Follows a pointer that was pressed on a thread's pin. `isOver` is told whether it was let go where it is, or goes back. It is heard at the
 * window: pins come and go, and what is told to one that has gone reaches nobody.
 */
function follow(
  { pointerId }: PointerEvent,
  thread: string,
  { moved, isOver }: { readonly moved: (event: PointerEvent) => void; readonly isOver: (isDone: boolean) => void },
): void {
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal };
  const end = (isDone: boolean) => {
    abort.abort();
    isOver(isDone);
  };
  /** Ends it while the pointer is still down. */
  const giveUp = () => {
    swallowRelease(pointerId);
    end(false);
  };
  const hear = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    if (event.type === 'pointerup') end(true);
    // A release that was not heard: pressed again, or moved without a button.
    else if (event.type !== 'pointermove' || event.buttons === 0) end(false);
    else moved(event);
  };
  for (const type of ['pointermove', 'pointerup', 'pointercancel', 'pointerdown'] as const)
    window.addEventListener(type, hear, options);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    giveUp();
  };
  window.addEventListener('keydown', onKey, options);
  let isCarried = false;
  const stop = carried.subscribe((now) => {
    if (now?.thread === thread && now.by === 'pointer') isCarried = true;
    else if (isCarried) untracked(giveUp);
  });
  abort.signal.addEventListener('abort', () => stop());
}

export function createPinMover(
  { editor }: Pick<App, 'editor'>,
  { comments }: Pick<Talk, 'comments'>,
  pins: Pick<PinsOnBoard, 'places'>,
): PinMover {
  const mayMove = (thread: string) => editor.canComment.peek() && comments.mayMove(thread);
  const tell = (isDone: boolean) => {
    if (isDone) said.value = { words: say('comments.moved') };
  };
  const putDown = () => {
    const { thread = '', at, by } = carried.peek() ?? {};
    const anchor = comments.thread(thread)?.anchor;
    if (by !== 'key' || at === undefined) return;
    tell(anchor !== undefined && comments.move(thread, anchorNear(editor, at, anchor)));
    carried.value = { thread, by, at: undefined };
  };
  return {
    mayMove,
    putDown,
    leave() {
      // What a pointer pulls is in its hand, wherever the focus is.
      if (carried.peek()?.by !== 'key') return;
      putDown();
      carried.value = undefined;
    },
    pull(thread, event) {
      const from = pins.places.peek().get(thread);
      const pin = event.currentTarget;
      if (event.button !== 0 || from === undefined || !(pin instanceof HTMLElement) || !mayMove(thread)) return;
      const begin = toScreen(editor.camera.peek(), from);
      const slop = event.pointerType === 'touch' ? fingerSlop : clickSlop;
      let at: Vec | undefined;
      pin.setPointerCapture(event.pointerId);
      follow(event, thread, {
        moved({ clientX, clientY }) {
          const by = { x: clientX - event.clientX, y: clientY - event.clientY };
          if (at === undefined && Math.hypot(by.x, by.y) <= slop) return;
          at = toBoard(editor.camera.peek(), { x: begin.x + by.x, y: begin.y + by.y });
          carried.value = { thread, by: 'pointer', at };
          editor.setHover(meant(editor, at)?.id);
        },
        isOver(isDone) {
          if (at === undefined) return;
          editor.setHover(undefined);
          if (isDone) {
            swallowClick();
            tell(comments.move(thread, anchorAt(editor, at)));
          }
          carried.value = undefined;
        },
      });
    },
    hearKey(thread, { key, shiftKey, ctrlKey, altKey, metaKey }) {
      const { at: before, by: hand } = carried.peek() ?? {};
      if (hand === 'pointer') return directions[key] !== undefined;
      if (key === 'Escape' && before !== undefined) {
        carried.value = undefined;
        return true;
      }
      const by = directions[key];
      const from = before ?? pins.places.peek().get(thread);
      if (by === undefined || from === undefined || ctrlKey || altKey || metaKey || !mayMove(thread)) return false;
      const length = shiftKey ? largeStep : step;
      carried.value = { thread, by: 'key', at: { x: from.x + by.x * length, y: from.y + by.y * length } };
      return true;
    },
  };
}
