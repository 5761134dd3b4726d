import { limits } from '../../limits.ts';
import { colorField, fillField, numberField, percentField, wordField, wordPairField } from './fields.ts';
import type { Field, FieldValue } from './prop.ts';

/**
 * Every property that is a matter of style: what the style panel offers, each under one name in all kinds. A kind has one by naming it
 * among its properties, with what it is there when nothing is said.
 */
export const styles = {
  color: colorField('c'),
  /** `none` leaves a shape see-through. */
  fill: fillField('fc'),
  brush: wordField('b', ['pen', 'marker', 'highlighter']),
  /** Width of ink, board units. */
  width: numberField('w', 1 / 16, 4_096),
  /** Width of outlines, lines and arrows, board units. */
  strokeWidth: numberField('w', 0, 4_096),
  dash: wordField('ds', ['solid', 'dashed', 'dotted']),
  /** Corner radius, board units; without effect where a shape has no corners. */
  radius: numberField('ro', 0, limits.coordinate),
  /** How a line gets from end to end: as its points say, bowed, or in right angles round what it is tied to. */
  route: wordField('ru', ['straight', 'curved', 'elbow']),
  /** Heads at the first and the last point of a line. */
  heads: wordPairField('ah', ['none', 'arrow', 'triangle', 'dot', 'bar', 'diamond', 'hollow', 'circle', 'crow']),
  font: wordField('ff', ['hand', 'sans', 'serif', 'mono']),
  /** Font size, board units. */
  size: numberField('fs', 1, 4_096),
  align: wordField('al', ['left', 'center', 'right']),
  /** 0–100. */
  opacity: percentField('o'),
} as const satisfies Readonly<Record<string, Field<unknown>>>;

export type StyleName = keyof typeof styles;

/** A value of every style. */
export type StyleValues = { readonly [S in StyleName]: FieldValue<(typeof styles)[S]> };

export type Brush = StyleValues['brush'];
export type Dash = StyleValues['dash'];
export type Head = StyleValues['heads'][number];
export type Route = StyleValues['route'];
export type Font = StyleValues['font'];
export type Align = StyleValues['align'];
