import { shapeKind } from './shape.ts';

export const rect = shapeKind;
