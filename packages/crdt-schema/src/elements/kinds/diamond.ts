import { defineKind } from './define-kind.ts';
import { shape } from './shape.ts';

export const diamond = defineKind({ ...shape('diamond'), letter: 'q' });
