import type { Font } from '@gesso/crdt-schema';

/** CSS family stacks. The named faces are served by the app; what follows them has similar widths. */
export const fontFamilies: Readonly<Record<Font, string>> = {
  hand: '"Shantell Sans", "Comic Neue", "Comic Sans MS", cursive',
  sans: '"Inter Variable", Inter, "Helvetica Neue", Arial, sans-serif',
  serif: '"Source Serif 4", "Source Serif 4 Variable", "Times New Roman", Times, serif',
  mono: '"JetBrains Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
};

/** How heavy letters are: a hand writes with a pen, whose line has to hold beside outlines. The one weight that is served of each face. */
export const fontWeights: Readonly<Record<Font, number>> = { hand: 500, sans: 400, serif: 400, mono: 400 };

/** The CSS `font` value at `size` (the unit the context draws in). */
export const cssFont = (font: Font, size: number): string => `${fontWeights[font]} ${size}px ${fontFamilies[font]}`;
