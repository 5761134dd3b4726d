import { defineKind } from './define-kind.ts';
import { shape } from './shape.ts';

export const rect = defineKind({ ...shape('rect'), letter: 'r' });
