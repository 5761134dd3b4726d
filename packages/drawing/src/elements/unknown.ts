import { containsPoint, expand } from '../geometry/box.ts';
import type { Kind } from './kind.ts';
import { paintPlaceholder } from './placeholder.ts';
import { boxFrame, boxResize } from './shape.ts';

export const unknown: Kind<'unknown'> = {
  frame: boxFrame,
  bounds: boxFrame,
  hit: (element, at, slack) => containsPoint(expand(boxFrame(element), slack), at),
  paint: (g, element, look) => paintPlaceholder(g, boxFrame(element), look),
  resize: boxResize,
  keepsRatio: false,
  styles: [],
  describe: () => 'something made by a newer version of Gesso',
};
