import { linearKind } from './linear.ts';

export const arrow = linearKind;
