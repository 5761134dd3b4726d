import type { Element } from '@gesso/crdt-schema';
import { colorOn, palette, paperOn, papers, type Theme, tintOf } from '@gesso/drawing';

/** Stored colors that may be seen at an element, with how each is painted there. */
const shadesOf = (element: Element | undefined, theme: Theme): (readonly [stored: string, shown: string])[] => {
  const { color, fill } = (element ?? {}) as { readonly color?: string; readonly fill?: string };
  const own = [
    ...(fill === undefined || fill === 'none' ? [] : [[fill, colorOn(fill, theme)] as const]),
    ...(color === undefined ? [] : [[color, paperOn(color, theme)] as const, [color, colorOn(color, theme)] as const]),
  ];
  const inks = palette.map(({ ink }) => [ink.light, colorOn(ink.light, theme)] as const);
  const tints = palette.map(({ ink }) => [tintOf(ink.light), colorOn(tintOf(ink.light), theme)] as const);
  return [...own, ...inks, ...tints, ...papers.map(({ paper }) => [paper.light, paper[theme]] as const)];
};

/**
 * The color as a document has it that is seen as `shown` in a theme: that of the element there, or one of the palette, which look
 * otherwise in the dark; any other is itself.
 */
export const storedColor = (shown: string, element: Element | undefined, theme: Theme): string =>
  shadesOf(element, theme).find(([, painted]) => painted.toLowerCase() === shown)?.[0] ?? shown;
