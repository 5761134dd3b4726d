import { shapeKind } from './shape.ts';

export const diamond = shapeKind;
