import type { Color } from '@gesso/crdt-schema';
import { brights, palette, papers } from './palette.ts';

const names = new Map([
  ...brights.map(({ color, name }) => [color, name] as const),
  ...palette.flatMap(({ ink, tint, name }) => [[tint.light, name] as const, [ink.light, name] as const]),
  ...papers.map(({ paper, name }) => [paper.light, name] as const),
]);

/** Name of a stored palette color, or undefined. */
export const colorName = (color: Color): string | undefined => names.get(color);
