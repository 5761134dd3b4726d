import { defineKind } from './define-kind.ts';
import { shape } from './shape.ts';

/** It has a radius as all shapes have, and no corners. */
export const ellipse = defineKind({ ...shape, letter: 'e', withheld: ['radius'] });
