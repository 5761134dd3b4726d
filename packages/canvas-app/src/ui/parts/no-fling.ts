/**
 * Properties of an element that fingers pull, beside its `touch-action: none`. Chromium takes a tap within some 400 ms after a swift pull for
 * the press that stops what glides on, and tells nobody of it, although nothing may glide there. It looks for no glide where a page keeps
 * the moves of a finger to itself.
 */
export const noFling = { onTouchMove: (event: Event): void => event.preventDefault() };
