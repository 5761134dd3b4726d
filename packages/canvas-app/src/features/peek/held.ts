import { signal } from '@preact/signals-core';

/** Whether the key that shows the whole board is down; undefined where it was shown by a press, which lasts until the next. */
export const held = signal<boolean | undefined>(undefined);

/** Begins to listen to the key: it may be let go before the view is there that it asks for. */
export function hold(isKey: boolean): void {
  held.value = isKey ? true : undefined;
  if (!isKey) return;
  const stop = new AbortController();
  const letGo = (event: Event) => {
    const isOther =
      event instanceof KeyboardEvent
        ? event.code !== 'KeyZ' && !/^(?:alt|z)$/i.test(event.key)
        : event.target !== window;
    if (isOther) return;
    stop.abort();
    held.value = false;
  };
  // A window that is left hears of no key.
  for (const type of ['keyup', 'blur']) window.addEventListener(type, letGo, { capture: true, signal: stop.signal });
}
