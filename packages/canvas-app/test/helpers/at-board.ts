import { vi } from 'vitest';
import type { PointerInput } from '../../src/editor/pointer.ts';
import { attachInput, type Input } from '../../src/input/input.ts';
import type { InputTarget } from '../../src/input/target.ts';
import { toolTarget } from '../../src/tools/dispatch.ts';
import { board, type TestBoard } from './board.ts';

interface Contact {
  readonly id?: number;
  readonly size?: number;
  readonly pressure?: number;
  readonly button?: number;
  readonly buttons?: number;
  readonly tilt?: number;
}

/** A canvas that takes pointer events and is painted by nobody. */
const fakeSurface = () =>
  Object.assign(new EventTarget(), {
    style: { cursor: '' },
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: () => undefined,
    focus: () => undefined,
    contains: () => false,
  });

/** A person with a mouse, fingers and a pen at a board without a browser. Time passes only when told to. */
export const atBoard = () => {
  const t: TestBoard = board().tool('pen');
  const surface = fakeSurface();
  const undone: string[] = [];
  const presses: PointerInput[] = [];
  const own = toolTarget(t.editor);
  const target: InputTarget = {
    ...own,
    press(pointer, erase) {
      presses.push(pointer);
      return own.press(pointer, erase);
    },
    undo: () => void undone.push('undo'),
    redo: () => void undone.push('redo'),
  };
  const input: Input = attachInput(surface as unknown as HTMLElement, target);
  let now = 1_000;
  const buttonsOf = (type: string, contact: Contact) => contact.buttons ?? (type === 'pointerup' ? 0 : 1);
  const eventOf = (type: string, pointerType: string, x: number, y: number, contact: Contact = {}) => {
    const { id = 1, size = 20, pressure = 0.5, button = 0, tilt = 0 } = contact;
    const event = Object.assign(new Event(type, { cancelable: true }), {
      ...{ pointerType, pointerId: id, clientX: x, clientY: y, width: size, height: size, pressure, button },
      ...{ buttons: buttonsOf(type, contact), tiltX: tilt, tiltY: 0 },
      ...{ shiftKey: false, altKey: false, ctrlKey: false, metaKey: false },
      ...{ getCoalescedEvents: () => [], getPredictedEvents: () => [] },
    });
    Object.defineProperty(event, 'timeStamp', { value: now });
    return event;
  };
  const send = (...sent: Parameters<typeof eventOf>) => void surface.dispatchEvent(eventOf(...sent));
  /** A finger comes down on something over the paper. Returns whether that hears of it. */
  const fingerOver = (on: 'border' | 'island', x: number, y: number, contact: Contact) => {
    const event = eventOf('pointerdown', 'touch', x, y, contact);
    const target = Object.assign(new EventTarget(), { closest: () => (on === 'island' ? {} : null) });
    const stopped = vi.spyOn(event, 'stopPropagation');
    Object.defineProperty(event, 'target', { value: target });
    window.dispatchEvent(event);
    return stopped.mock.calls.length === 0;
  };
  const hand = (pointerType: string) => ({
    down: (x: number, y: number, contact?: Contact) => send('pointerdown', pointerType, x, y, contact),
    move: (x: number, y: number, contact?: Contact) => send('pointermove', pointerType, x, y, contact),
    up: (x: number, y: number, contact?: Contact) => send('pointerup', pointerType, x, y, contact),
    cancel: (contact?: Contact) => send('pointercancel', pointerType, 0, 0, contact),
    leave: () => send('pointerleave', pointerType, 0, 0),
    lose: (contact?: Contact) => send('lostpointercapture', pointerType, 0, 0, contact),
  });
  return {
    t,
    input,
    presses,
    undone,
    mouse: hand('mouse'),
    finger: hand('touch'),
    fingerOver,
    pen: hand('pen'),
    pass: (ms: number) => {
      now += ms;
    },
    blur: () => window.dispatchEvent(new Event('blur')),
  };
};

/** Stands for what a browser has and a test has not. Call before each test, and take it back after it. */
export const stubBrowser = (): void => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('Element', EventTarget);
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
};
