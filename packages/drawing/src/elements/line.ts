import { linearKind } from './linear.ts';

export const line = linearKind;
