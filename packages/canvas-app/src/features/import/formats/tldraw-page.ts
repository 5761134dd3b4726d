import type { Tally } from '../format.ts';
import type { HeldPictures } from '../held-pictures.ts';
import { importLimits } from '../limits.ts';
import { numberOr, own, textOr } from '../values.ts';
import { byIndex, inkPoints, linePoints } from './tldraw-points.ts';
import { lettersOf, scaleOf } from './tldraw-style.ts';
import { lettersIn } from './tldraw-text.ts';

/** Where a shape is on its page: its own corner, and how it is turned about that. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
}

export interface Vec {
  readonly x: number;
  readonly y: number;
}

/** A point in a shape's own coordinates, on the page. */
export function onPage({ x, y, rotation }: Place, at: Vec): Vec {
  const [sin, cos] = [Math.sin(rotation), Math.cos(rotation)];
  return { x: x + at.x * cos - at.y * sin, y: y + at.x * sin + at.y * cos };
}

/** One shape in the order in which it is painted. */
export interface Placed {
  readonly shape: unknown;
  readonly id: string;
  readonly place: Place;
  /** Groups it is in, innermost first, and the frame. */
  readonly groups: readonly string[];
  readonly frame: string | undefined;
}

/** A file of tldraw's while it is read. */
export interface Store {
  /** Shapes by their ids there. */
  readonly placed: ReadonlyMap<string, Placed>;
  /** Ids here by ids there. */
  readonly idOf: (id: string) => string;
  readonly assets: ReadonlyMap<string, unknown>;
  /** Records that tie arrows, by the id of the arrow; in older files the arrow itself says it. */
  readonly bindings: ReadonlyMap<string, readonly unknown[]>;
  readonly pictures: HeldPictures;
  readonly tally: Tally;
}

const placeIn = (parent: Place, shape: unknown): Place => ({
  ...onPage(parent, { x: numberOr(own(shape, 'x'), 0), y: numberOr(own(shape, 'y'), 0) }),
  rotation: parent.rotation + numberOr(own(shape, 'rotation'), 0),
});

/** Shapes by the id of what they are in, lowest first. */
export function childrenOf(shapes: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const children = new Map<string, unknown[]>();
  for (const shape of shapes) {
    const parent = textOr(own(shape, 'parentId'), '');
    const among = children.get(parent);
    if (among === undefined) children.set(parent, [shape]);
    else among.push(shape);
  }
  for (const among of children.values()) among.sort(byIndex);
  return children;
}

/**
 * All shapes of a page, what holds others before those. What is nested too deep, or in itself, is reached from no page; what was `seen`
 * on a page is on no other.
 */
export function shapesOn(
  page: string,
  children: ReadonlyMap<string, readonly unknown[]>,
  seen: Set<unknown>,
): readonly Placed[] {
  const all: Placed[] = [];
  const visit = (parent: string, within: Omit<Placed, 'shape' | 'id'>, depth: number): void => {
    if (depth > importLimits.depth) return;
    for (const shape of children.get(parent) ?? []) {
      if (seen.has(shape)) continue;
      seen.add(shape);
      const id = textOr(own(shape, 'id'), '');
      const placed = { ...within, shape, id, place: placeIn(within.place, shape) };
      all.push(placed);
      const type = own(shape, 'type');
      visit(
        id,
        {
          place: placed.place,
          groups: type === 'group' ? [id, ...within.groups] : within.groups,
          frame: type === 'frame' ? id : within.frame,
        },
        depth + 1,
      );
    }
  };
  visit(page, { place: { x: 0, y: 0, rotation: 0 }, groups: [], frame: undefined }, 0);
  return all;
}

/** Board units of a note's side, and the letters of a text by its size: what files leave to be measured. */
const noteSide = 200;
const letterShare = 0.55;
const lineShare = 1.35;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Boxes that were measured: a thousand arrows may be tied to one drawing. */
const measured = new WeakMap<object, Box>();

/** The box of a shape in its own coordinates; of a text about as large as it is. */
export function ownBox(shape: unknown): Box {
  if (typeof shape !== 'object' || shape === null) return { x: 0, y: 0, w: 0, h: 0 };
  const box = measured.get(shape) ?? measure(shape);
  measured.set(shape, box);
  return box;
}

function measure(shape: unknown): Box {
  const props = own(shape, 'props');
  const type = own(shape, 'type');
  if (type === 'note') {
    const side = noteSide * scaleOf(props);
    return { x: 0, y: 0, w: side, h: side + Math.max(0, numberOr(own(props, 'growY'), 0)) * scaleOf(props) };
  }
  if (type === 'text') {
    const { size } = lettersOf(props, 'text');
    const lines = lettersIn(props).text.split('\n');
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
    const given = numberOr(own(props, 'w'), 0) * scaleOf(props);
    return { x: 0, y: 0, w: given > 0 ? given : longest * size * letterShare, h: lines.length * size * lineShare };
  }
  if (['draw', 'highlight', 'line'].includes(String(type))) {
    const points = type === 'line' ? linePoints(props) : inkPoints(props);
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of points) {
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
    }
    return left > right ? { x: 0, y: 0, w: 0, h: 0 } : { x: left, y: top, w: right - left, h: bottom - top };
  }
  const h = numberOr(own(props, 'h'), 0) + Math.max(0, numberOr(own(props, 'growY'), 0));
  return { x: 0, y: 0, w: Math.abs(numberOr(own(props, 'w'), 0)), h: Math.abs(h) };
}
