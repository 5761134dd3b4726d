import { type ReadonlySignal, signal } from '@preact/signals-core';

/** ms between two looks at the clock: what was said “now” becomes “1 minute ago”. */
const every = 30_000;

const time = signal(Date.now());

/** The time as what is shown goes by it, ms since 1970. */
export const now: ReadonlySignal<number> = time;

/** Goes on with the time until it is stopped. Returns the stop. */
export function followTime(): () => void {
  time.value = Date.now();
  const timer = setInterval(() => {
    time.value = Date.now();
  }, every);
  return () => clearInterval(timer);
}
