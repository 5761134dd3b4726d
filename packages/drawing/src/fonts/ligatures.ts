import type { Font } from '@gesso/crdt-schema';

/** Letters that the hand draws as one, which is wider than both are. */
const joined = /f(?=[fil])/g;

/**
 * A text as it is given to a context, so that its letters are as wide as was measured. A canvas cannot be told to leave ligatures
 * out: the letters are kept apart. An SVG is told by its style, and its words stay what can be searched for.
 */
export const withoutLigatures = (g: object, font: Font, text: string): string =>
  font === 'hand' && 'fontKerning' in g ? text.replace(joined, 'f\u200c') : text;
