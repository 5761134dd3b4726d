import type { ElementId, Person } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import { everyFew } from '../../throttle.ts';

export type MyPresence = {
  readonly you: ReadonlySignal<Person | undefined>;
  readonly pointer: ReadonlySignal<{ readonly x: number; readonly y: number } | undefined>;
  readonly selection: ReadonlySignal<ReadonlySet<ElementId>>;
  /** The text that is typed in, and where the caret is in it. */
  readonly typing: ReadonlySignal<readonly [ElementId, number] | undefined>;
  /** What I see of the board, where a peer wants to know. */
  readonly view: ReadonlySignal<Box | undefined>;
  readonly follows: ReadonlySignal<string | undefined>;
  /** What I say beside my pointer. */
  readonly chat: ReadonlySignal<string | undefined>;
};

/** Presence is sent at most this often (ms). */
const interval = 40;
/** Selected elements that presence names; a bigger selection is shown by its first ones. */
const mostSelected = 50;

/** Sends my presence whenever it changes, throttled. Returns its stop. */
export const sharePresence = (awareness: Awareness, mine: MyPresence): (() => void) => {
  const send = everyFew(interval, () => {
    const user = mine.you.peek();
    if (user === undefined) return;
    const at = mine.pointer.peek();
    const view = mine.view.peek();
    awareness.setLocalState({
      user,
      ...(at === undefined ? {} : { cursor: [Math.round(at.x * 10) / 10, Math.round(at.y * 10) / 10] }),
      selection: [...mine.selection.peek()].slice(0, mostSelected),
      idle: document.visibilityState === 'hidden',
      typing: mine.typing.peek(),
      view: view && [view.x, view.y, view.w, view.h],
      follows: mine.follows.peek(),
      chat: mine.chat.peek(),
    });
  });
  const stop = effect(() => {
    for (const one of Object.values<ReadonlySignal<unknown>>(mine)) void one.value;
    send.request();
  });
  document.addEventListener('visibilitychange', send.request);
  return () => {
    stop();
    send.stop();
    document.removeEventListener('visibilitychange', send.request);
  };
};
