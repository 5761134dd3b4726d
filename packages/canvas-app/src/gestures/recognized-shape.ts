import { type Element, type ElementId, snap } from '@gesso/crdt-schema';
import {
  type Box,
  center,
  inkWidth,
  type RecognizedLine,
  type RecognizedRing,
  recognize,
  turn,
  type Vec,
} from '@gesso/drawing';
import { makeBox, makeLine, makeStroke } from '../editor/create-element.ts';
import type { Style } from '../editor/style.ts';
import { snapAngle } from './draw-line.ts';

/** The clean shape ink has become, which follows the pointer until it is lifted. */
export interface Snapped {
  /** The shape when the pointer is at a board point; `steps` turns a line in steps of 15°. */
  at(pointer: Vec, steps: boolean): Element;
}

/** The point of a box, or of a line, that stays where it is. */
const opposite = (middle: Vec, p: Vec): Vec => ({ x: 2 * middle.x - p.x, y: 2 * middle.y - p.y });

const scaledBox = (box: Box, about: Vec, by: number): Box => ({
  x: about.x + (box.x - about.x) * by,
  y: about.y + (box.y - about.y) * by,
  w: box.w * by,
  h: box.h * by,
});

/** A highlighter only ever becomes straight; it stays ink. */
const straightInk = (id: ElementId, from: Vec, to: Vec, style: Style): Element => {
  const at = { x: snap(from.x), y: snap(from.y) };
  return makeStroke(id, at, { xy: new Float32Array([0, 0, to.x - at.x, to.y - at.y]) }, style);
};

const middleOf = (shape: RecognizedRing): Vec => {
  if ('box' in shape) return center(shape.box);
  const [a, b, c] = shape.corners;
  return { x: (a.x + b.x + c.x) / 3, y: (a.y + b.y + c.y) / 3 };
};

const snapLine = (shape: RecognizedLine, pointer: Vec, id: ElementId, ink: Style, style: Style): Snapped => {
  const { kind, from, to } = shape;
  // The head of an arrow is drawn behind its tip: the tip keeps its distance from the pointer.
  const off = { x: to.x - pointer.x, y: to.y - pointer.y };
  return {
    at(p, steps) {
      const way = { x: p.x + off.x - from.x, y: p.y + off.y - from.y };
      const { x, y } = steps ? snapAngle(way) : way;
      if (ink.brush === 'highlighter') return straightInk(id, from, { x: from.x + x, y: from.y + y }, ink);
      return makeLine(
        kind,
        id,
        from,
        [
          { x: 0, y: 0 },
          { x, y },
        ],
        style,
      );
    },
  };
};

const snapClosed = (shape: RecognizedRing, pointer: Vec, id: ElementId, style: Style): Snapped => {
  const still = opposite(middleOf(shape), pointer);
  const reach = Math.hypot(pointer.x - still.x, pointer.y - still.y);
  const growth = (p: Vec): number => {
    if (reach === 0) return 1;
    const along = (p.x - still.x) * (pointer.x - still.x) + (p.y - still.y) * (pointer.y - still.y);
    return Math.max(0.1, along / (reach * reach));
  };
  return {
    at(p) {
      const by = growth(p);
      if ('corners' in shape) {
        const grown = shape.corners.map((c) => ({
          x: still.x + (c.x - still.x) * by,
          y: still.y + (c.y - still.y) * by,
        }));
        const [first = still] = grown;
        const ring = [...grown, first].map((c) => ({ x: c.x - first.x, y: c.y - first.y }));
        return makeLine('line', id, first, ring, style);
      }
      const { kind, rotation, box } = shape;
      // A box turns about its own middle, which moves as it grows.
      const grown = scaledBox(box, turn(still, center(box), -rotation), by);
      const middle = turn(center(grown), center(box), rotation);
      const placed = { ...grown, x: middle.x - grown.w / 2, y: middle.y - grown.h / 2 };
      return { ...makeBox(kind, id, placed, style), rotation };
    },
  };
};

/**
 * The clean shape that ink through `spots` looks like, if it looks like one of `least` board units at least. It is as wide
 * as the ink, without fill or dashes. What is dragged after that moves the end of a line, and makes a closed shape larger
 * or smaller from the side across. Its label is set as `label` says. A highlighter only ever becomes straight.
 */
export const snapped = (
  spots: readonly Vec[],
  least: number,
  pointer: Vec,
  id: ElementId,
  ink: Style,
  label: Style,
): Snapped | undefined => {
  const shape = recognize(spots, least);
  if (shape === undefined || (ink.brush === 'highlighter' && !('from' in shape))) return undefined;
  const { color, opacity } = ink;
  const style: Style = { ...label, color, opacity, strokeWidth: inkWidth(ink), fill: 'none', dash: 'solid', radius: 0 };
  return 'from' in shape ? snapLine(shape, pointer, id, ink, style) : snapClosed(shape, pointer, id, style);
};
