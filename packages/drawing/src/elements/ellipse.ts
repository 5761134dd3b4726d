import { shapeKind } from './shape.ts';

export const ellipse = shapeKind;
