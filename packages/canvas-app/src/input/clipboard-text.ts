import { type Element, toPlain } from '@gesso/crdt-schema';

/** What marks copied elements among other text on the clipboard. */
export const mark = 'gesso/elements';

/** Elements as text for the clipboard: readable JSON, so that they survive any way of being passed on. */
export const toClipboardText = (elements: readonly Element[]): string =>
  JSON.stringify({ type: mark, elements: elements.map(toPlain) });
