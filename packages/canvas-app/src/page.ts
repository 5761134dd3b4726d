import type { Theme } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';

/** What the app asks of the page it is in. */

/** Longest pause between attempts to reach the server before a board is open (ms). */
const longestPause = 10_000;

/** Follows the device's light or dark setting. */
export const followSystemTheme = (): { readonly theme: ReadonlySignal<Theme>; stop(): void } => {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  const theme = signal<Theme>(query.matches ? 'dark' : 'light');
  const read = () => {
    theme.value = query.matches ? 'dark' : 'light';
  };
  query.addEventListener('change', read);
  return { theme, stop: () => query.removeEventListener('change', read) };
};

type Handlers = { readonly [Type in keyof WindowEventMap]?: (event: WindowEventMap[Type]) => void };

/** Listens to the window. Returns its stop. */
const listen = (handlers: Handlers): (() => void) => {
  const abort = new AbortController();
  for (const [type, handler] of Object.entries(handlers))
    window.addEventListener(type, handler as EventListener, { signal: abort.signal });
  return () => abort.abort();
};

/** Marks the page while it is operated by keyboard, so that focus on the canvas is shown then and only then. */
export const markKeyboardUse = (): (() => void) => {
  const { dataset } = document.documentElement;
  return listen({
    keydown({ key }) {
      if (key === 'Tab') dataset['keyboard'] = '';
    },
    pointerdown() {
      delete dataset['keyboard'];
    },
  });
};

/** Controls that a press with a pointer does not give the keyboard to: what is pressed there is done. */
const pressable = 'button, [role=button]';
/** Where arrows and Enter are meant for the panel itself. */
const ownKeyboard = 'dialog, [role=dialog], [role=menu], [role=listbox]';

/**
 * A press on a button with a pointer leaves the keyboard with the paper, or with the text being typed, so that Space,
 * Enter and the arrows go on to mean the drawing. The one who walks to a button by Tab keeps it. `typing`: whether a text on
 * the paper has the keyboard.
 */
export const keepKeyboardOnPaper = (surface: HTMLElement, typing: () => boolean): (() => void) => {
  const onPress = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest(pressable) === null || event.target.closest(ownKeyboard) !== null) return;
    event.preventDefault();
    if (!typing()) surface.focus({ preventScroll: true });
  };
  /** A slider that was pulled, or a color that was picked, is done with as well. */
  const onDone = ({ target, type }: Event) => {
    const field = type === 'pointerup' ? 'input[type=range]' : 'input[type=color]';
    if (target instanceof Element && target.matches(field) && target.closest(ownKeyboard) === null && !typing())
      surface.focus({ preventScroll: true });
  };
  return listen({ mousedown: onPress, pointerup: onDone, change: onDone });
};

const isFileDrag = (event: Event): boolean =>
  event instanceof DragEvent && event.dataTransfer?.types.includes('Files') === true;

/**
 * Holds back what would zoom the page itself and not the paper: Safari's own pinch, and a pinch on a touchpad over a panel.
 * Fingers are held back by `touch-action`. A dropped file would take its place. Returns its stop.
 */
export const holdPageStill = (): (() => void) => {
  const abort = new AbortController();
  const hold = (name: string, when: (event: Event) => boolean) =>
    window.addEventListener(name, (event) => when(event) && event.preventDefault(), {
      passive: false,
      signal: abort.signal,
    });
  hold('gesturestart', () => true);
  // A browser opens a file that is dropped, and the board is gone.
  hold('dragover', isFileDrag);
  hold('drop', isFileDrag);
  hold('gesturechange', () => true);
  hold('wheel', (event) => event instanceof WheelEvent && (event.ctrlKey || event.metaKey));
  return () => abort.abort();
};

/** Has the browser ask before this page is left while `loses` says that something would be lost. Returns its stop. */
export const askOnLeaving = (loses: () => boolean): (() => void) =>
  listen({
    beforeunload(event) {
      if (!loses()) return;
      event.preventDefault();
      // Chrome before 119 and Safari ask for this alone.
      event.returnValue = 'unsaved';
    },
  });

/** Calls back when another link is put into the address bar of this page. Returns its stop. */
export const onOtherLink = (tell: () => void): (() => void) => listen({ hashchange: tell });

/** Resolves after a growing, slightly random pause, or as soon as the network is back. */
export const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(longestPause, 500 * 2 ** attempt) * (0.75 + Math.random() / 2));
    window.addEventListener('online', done);
  });

/** Asks for what is costly at most this often (ms). */
export const rarely = <T>(read: () => T, everyMs = 2_000): (() => T) => {
  let last: { readonly at: number; readonly value: T } | undefined;
  return () => {
    const at = performance.now();
    if (last === undefined || at - last.at > everyMs) last = { at, value: read() };
    return last.value;
  };
};

/** Takes back, or does again, what was typed last into the field that has the keyboard. Returns whether there was anything. */
export const undoTyping = (what: 'undo' | 'redo'): boolean => {
  // Asked as a browser asks by its own menu: the field answers both.
  const inputType = what === 'undo' ? 'historyUndo' : 'historyRedo';
  const asked = new InputEvent('beforeinput', { inputType, bubbles: true, cancelable: true });
  return document.activeElement instanceof HTMLTextAreaElement && !document.activeElement.dispatchEvent(asked);
};
