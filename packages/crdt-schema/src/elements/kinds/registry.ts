import { arrow } from './arrow.ts';
import type { KindDefinition } from './define-kind.ts';
import { diamond } from './diamond.ts';
import { ellipse } from './ellipse.ts';
import { frame } from './frame.ts';
import { image } from './image.ts';
import { line } from './line.ts';
import { rect } from './rect.ts';
import { sticky } from './sticky.ts';
import { stroke } from './stroke.ts';
import { table } from './table.ts';
import { text } from './text.ts';
import { unknown } from './unknown.ts';

/** The kinds of this version. */
export const kinds = {
  stroke,
  rect,
  ellipse,
  diamond,
  line,
  arrow,
  text,
  sticky,
  image,
  frame,
  table,
} as const satisfies Readonly<Record<string, KindDefinition>>;

/** The same, and what stands in for kinds of newer versions. */
export const allKinds = { ...kinds, unknown } as const;

export type KnownKind = keyof typeof kinds;
export type ElementKind = keyof typeof allKinds;
export type DefinitionOf<K extends ElementKind> = (typeof allKinds)[K];

export const elementKinds = Object.keys(allKinds) as readonly ElementKind[];

export const isKnownKind = (value: unknown): value is KnownKind =>
  typeof value === 'string' && Object.hasOwn(kinds, value);
