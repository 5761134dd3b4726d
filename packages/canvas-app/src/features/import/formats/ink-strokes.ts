import { limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import type { Tally } from '../format.ts';
import { makeElement } from '../make-element.ts';

/** A point of ink, and how hard it was pressed, 0 to 1. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  readonly pressure?: number | undefined;
}

export interface InkLook {
  readonly color?: string | undefined;
  readonly width?: number | undefined;
  readonly brush?: 'highlighter' | undefined;
  readonly opacity?: number | undefined;
}

/** Ink as strokes; what has more points than one holds comes in parts of one group, each beginning where the one before ends. */
export function strokesOf(points: readonly InkPoint[], look: InkLook, tally: Tally): readonly NewElement[] {
  const [first] = points;
  if (first === undefined) {
    tally.lose('unreadable');
    return [];
  }
  const pressed = points.every(({ pressure }) => pressure !== undefined && pressure >= 0 && pressure <= 1);
  const differs = pressed && points.some(({ pressure }) => pressure !== first.pressure);
  const given = points.map(({ x, y, pressure }) =>
    differs ? [x - first.x, y - first.y, pressure ?? 0.5] : [x - first.x, y - first.y],
  );
  const parts: (typeof given)[] = [];
  for (let i = 0; i === 0 || i < given.length - 1; i += limits.strokePoints - 1)
    parts.push(given.slice(i, i + limits.strokePoints));
  if (parts.length > 1) tally.change('ink');
  const groups = parts.length > 1 ? [newElementId()] : [];
  const { width, ...rest } = Object.fromEntries(
    Object.entries(look).filter(([, value]) => value !== undefined),
  ) as InkLook;
  return parts.flatMap((part) => {
    const made = {
      ...{ kind: 'stroke', x: first.x, y: first.y, points: part, groups, ...rest },
      ...(width === undefined ? {} : { width: Math.min(4_096, Math.max(1 / 16, width)) }),
    };
    return makeElement(made, tally) ?? [];
  });
}
