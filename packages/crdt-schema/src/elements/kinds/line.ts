import { defineKind } from './define-kind.ts';
import { linear } from './linear.ts';

export const line = defineKind({ ...linear('none'), letter: 'l' });
