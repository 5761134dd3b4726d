import { defineKind } from './define-kind.ts';
import { linear } from './linear.ts';

/** One with heads is an arrow; a script may give it some all the same. */
export const line = defineKind({ ...linear('none'), letter: 'l', withheld: ['heads'] });
