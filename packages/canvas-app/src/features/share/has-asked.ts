import { signal } from '@preact/signals';

/** ms until one may ask again: an owner who is here has seen it by then. */
const forMs = 60_000;

const asked = signal(false);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The person at this page has asked to draw a moment ago, and nobody has answered. */
export const hasAsked = (): boolean => asked.value;

export function noteAsked(isAsked: boolean): void {
  clearTimeout(timer);
  asked.value = isAsked;
  if (isAsked) timer = setTimeout(() => noteAsked(false), forMs);
}
