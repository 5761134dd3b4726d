import { defineKind } from './define-kind.ts';
import { linear } from './linear.ts';

export const arrow = defineKind({ ...linear('arrow'), letter: 'a' });
