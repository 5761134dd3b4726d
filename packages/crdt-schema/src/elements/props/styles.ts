import { limits } from '../../limits.ts';
import { colorField, fillField, numberField, percentField, wordField, wordPairField } from './fields.ts';
import type { Field, FieldValue } from './prop.ts';

/** The shapes a shape may have, in the order in which they are stored: new ones come at the end. */
export const forms = [
  'rect',
  'ellipse',
  'diamond',
  'triangle',
  'hexagon',
  'parallelogram',
  'cylinder',
  'document',
  'cloud',
  'bubble',
  'star',
  'plus',
] as const;

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
  /** The shape of a shape. A kind has its own one until another is set, so that a shape changes in place. */
  form: wordField('fm', forms),
  /** How its line is: exact, or as a hand draws it. */
  edge: wordField('ed', ['clean', 'drawn']),
  /** What a fill is made of: color all over, or lines side by side. */
  fillStyle: wordField('fp', ['solid', 'hachure']),
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
  /** Where the text of a shape is in its height. */
  valign: wordField('va', ['middle', 'top', 'bottom']),
  /** 0–100. */
  opacity: percentField('o'),
} as const satisfies Readonly<Record<string, Field<unknown>>>;

export type StyleName = keyof typeof styles;

/** A value of every style. */
export type StyleValues = { readonly [S in StyleName]: FieldValue<(typeof styles)[S]> };

export type Brush = StyleValues['brush'];
export type Form = StyleValues['form'];
export type Edge = StyleValues['edge'];
export type FillStyle = StyleValues['fillStyle'];
export type VAlign = StyleValues['valign'];
export type Dash = StyleValues['dash'];
export type Head = StyleValues['heads'][number];
export type Route = StyleValues['route'];
export type Font = StyleValues['font'];
export type Align = StyleValues['align'];
