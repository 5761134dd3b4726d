import { containsPoint, expand } from '../geometry/box.ts';
import type { Kind } from './kind.ts';
import { paintPlaceholder } from './placeholder.ts';
import { boxResize, sizedBox } from './shape.ts';

export const unknown: Kind<'unknown'> = {
  box: sizedBox,
  bounds: sizedBox,
  hit: (element, at, slack) => containsPoint(expand(sizedBox(element), slack), at),
  paint: (g, element, look) => paintPlaceholder(g, sizedBox(element), look),
  resize: boxResize,
  keepsRatio: false,
};
