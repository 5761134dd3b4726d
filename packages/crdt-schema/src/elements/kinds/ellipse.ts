import { defineKind } from './define-kind.ts';
import { shape } from './shape.ts';

export const ellipse = defineKind({ ...shape('ellipse'), letter: 'e' });
