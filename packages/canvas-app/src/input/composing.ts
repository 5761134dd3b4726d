/**
 * Whether a key belongs to an input method: what it types is not settled, and Enter, Escape and the arrows are meant for its
 * list of candidates. Safari ends the composition before it tells of the key that did it, and marks that key with 229.
 */
export const isComposing = (event: { readonly isComposing: boolean; readonly keyCode: number }): boolean =>
  event.isComposing || event.keyCode === 229;
