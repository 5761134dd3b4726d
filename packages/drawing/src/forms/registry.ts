import type { Form } from '@gesso/crdt-schema';
import type { Cubic } from '../geometry/curve.ts';
import type { Box } from '../geometry/units.ts';
import { bubble } from './bubble.ts';
import { cloud } from './cloud.ts';
import { cylinder } from './cylinder.ts';
import { diamond } from './diamond.ts';
import { document } from './document.ts';
import { ellipse } from './ellipse.ts';
import type { ShapeForm } from './form.ts';
import { hexagon } from './hexagon.ts';
import { parallelogram } from './parallelogram.ts';
import { plus } from './plus.ts';
import { rect } from './rect.ts';
import { star } from './star.ts';
import { triangle } from './triangle.ts';

/** Every shape, once. */
export const shapeForms: { readonly [F in Form]: ShapeForm } = {
  rect,
  ellipse,
  diamond,
  triangle,
  hexagon,
  parallelogram,
  cylinder,
  document,
  cloud,
  bubble,
  star,
  plus,
};

/** Whether a shape has no corners that a radius would change. */
export const isRound = (form: Form): boolean => shapeForms[form].round === true;

/** The lines a shape is painted with, in a box: its edge first. */
export const formLines = (form: Form, box: Box, radius: number): readonly (readonly Cubic[])[] => {
  const { ring, inner } = shapeForms[form];
  return [ring(box, radius), ...(inner?.(box) ?? [])];
};
