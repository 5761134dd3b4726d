export type { Kind, StyleField } from './elements/kind.ts';
export type { Box, Vec } from './geometry/units.ts';
export type { Look, Paint2D, Theme } from './paint.ts';
