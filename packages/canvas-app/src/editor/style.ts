import type { Align, Brush, Color, Dash, Font, Head } from '@gesso/crdt-schema';

/** What the next element gets. Changing a style while something is selected changes the selection as well. */
export interface Style {
  readonly color: Color;
  readonly fill: Color | 'none';
  /** Width of ink, board units. */
  readonly width: number;
  /** Width of shape outlines, lines and arrows, board units. */
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly opacity: number;
  readonly radius: number;
  readonly font: Font;
  readonly size: number;
  readonly align: Align;
  readonly brush: Brush;
  readonly heads: readonly [Head, Head];
}

/** The four widths of the panel, board units. */
export const widths = [2, 4, 8, 16] as const;

/** The four text sizes of the panel, board units. */
export const textSizes = [16, 24, 36, 56] as const;

export const defaultStyle: Style = {
  color: '#24272c',
  fill: 'none',
  width: 4,
  strokeWidth: 2,
  dash: 'solid',
  opacity: 100,
  radius: 8,
  font: 'hand',
  size: 24,
  align: 'left',
  brush: 'pen',
  heads: ['none', 'arrow'],
};
