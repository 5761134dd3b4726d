import { effect, signal, untracked } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';
import { carried } from './carried.ts';
import { opened } from './opened.ts';
import type { PinsOnBoard } from './pins-on-board.ts';
import type { Cluster } from './places.ts';

/** The pins that are told of before they are opened. */
export const previewed = signal<Cluster | undefined>(undefined);

/** ms that the pointer or the focus rests on a pin before it is told of, and within which the next one is at once. */
const rest = 400;
const warm = 600;

/** Keys that lead from pin to pin: what has the focus by another key, as a card leaves it, was looked at already. */
const leading = /^(?:Tab|Arrow|Home|End|Page)/;

/** The first thread of the pin around a node. */
const threadAt = (node: EventTarget | null): string | undefined =>
  (node instanceof Element ? node.closest<HTMLElement>('[data-thread]') : null)?.dataset['thread'];

/** Waits at one pin at a time, and tells of it no longer than the board stays as it is. */
function createWait({ editor }: Pick<App, 'editor'>, { clusters }: Pick<PinsOnBoard, 'clusters'>) {
  let at: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  let unwatch = () => {};

  function leave(): void {
    clearTimeout(timer);
    unwatch();
    at = undefined;
    if (previewed.peek() === undefined) return;
    shownAt = performance.now();
    previewed.value = undefined;
  }

  /** Leaves as soon as anything is elsewhere. */
  function watch(cluster: Cluster): void {
    const [camera, held, open] = [editor.camera.peek(), carried.peek(), opened.peek()];
    unwatch = effect(() => {
      const stays =
        editor.camera.value === camera &&
        carried.value === held &&
        opened.value === open &&
        clusters.value.includes(cluster);
      if (!stays) untracked(leave);
    });
  }

  function come(thread: string): void {
    if (thread === at) return;
    leave();
    const cluster = clusters.peek().find(({ ids }) => ids[0] === thread);
    const open = opened.peek();
    if (cluster === undefined || (open?.type === 'thread' && cluster.ids.includes(open.id))) return;
    at = thread;
    const show = () => {
      previewed.value = cluster;
    };
    timer = setTimeout(show, performance.now() - shownAt < warm ? 0 : rest);
    watch(cluster);
  }

  return { come, leave, waitsAt: () => at };
}

/**
 * Has pins told of while the pointer or the focus rests on one: never by a finger, which would hide it. While none is waited at, the camera
 * is not listened to. Returns its stop.
 */
export function followPreview(app: Pick<App, 'editor'>, pins: Pick<PinsOnBoard, 'clusters'>, host: HTMLElement): Stop {
  const abort = new AbortController();
  const { signal: ends } = abort;
  const { come, leave, waitsAt } = createWait(app, pins);
  /** The pin that a press or a key has sent away until the pointer or the focus leaves it. */
  let dismissed: string | undefined;
  let isLed = false;
  const hover = ({ target, pointerType, buttons }: PointerEvent) => {
    const thread = threadAt(target);
    if (pointerType === 'touch' || buttons !== 0 || thread === undefined || thread === dismissed) return;
    dismissed = undefined;
    come(thread);
  };
  const leaveFor = ({ target, relatedTarget }: PointerEvent) => {
    if (threadAt(relatedTarget) === threadAt(target)) return;
    dismissed = undefined;
    leave();
  };
  const focus = ({ target }: FocusEvent) => {
    const thread = threadAt(target);
    if (isLed && thread !== undefined && target instanceof Element && target.matches(':focus-visible')) come(thread);
    // A pin that has the focus again, as a zoom has put others together, was led to before.
    isLed = false;
  };
  const blur = () => {
    dismissed = undefined;
    leave();
  };
  const press = (event: Event) => {
    isLed = event instanceof KeyboardEvent && leading.test(event.key);
    dismissed = waitsAt() ?? dismissed;
    leave();
  };
  host.addEventListener('pointerover', hover, { signal: ends });
  // Where the paper has come to rest below a pointer that rested itself.
  host.addEventListener('pointermove', hover, { signal: ends });
  host.addEventListener('pointerout', leaveFor, { signal: ends });
  host.addEventListener('focusin', focus, { signal: ends });
  host.addEventListener('focusout', blur, { signal: ends });
  window.addEventListener('pointerdown', press, { signal: ends, capture: true });
  window.addEventListener('keydown', press, { signal: ends, capture: true });
  return () => {
    leave();
    abort.abort();
  };
}
