import { chance, seedOf } from '../geometry/noise.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';

/** Room from one line to the next, and the width of a line, board units. */
const spacing = 7;
const lineWidth = 2.2;

/** The part of the ground that lines cover. */
export const hachureCover = lineWidth / spacing;

/** A large shape gets wider ones in place of more. */
const mostLines = 160;

/** Device pixels per board unit below which lines cannot be told apart: a paler color covers as much. */
const seenFrom = 0.4;

/** Lines rise by this much for each unit to the right. */
const slope = 0.86;

/**
 * Fills the box, of which the caller has clipped all but the shape, with slanting lines; a little uneven, and the same for the same id.
 * The stroke style and the fill style are set.
 */
export const paintHachure = (g: Paint2D, id: string, box: Box, look: Look): void => {
  const { x, y, w, h } = box;
  const down = spacing * Math.hypot(1, slope);
  const reach = h + w * slope;
  const step = Math.max(down, reach / mostLines);
  if (look.scale < seenFrom) {
    g.globalAlpha *= hachureCover;
    g.fillRect(x, y, w, h);
    return;
  }
  const seed = seedOf(id);
  const width = (lineWidth * step) / down;
  const [right, foot] = [x + w - width / 2, y + h - width / 2];
  g.lineWidth = width;
  g.lineCap = 'butt';
  g.setLineDash([]);
  g.beginPath();
  for (let i = 0; (i + 0.5) * step < reach; i++) {
    const [start, end] = [0, 1].map((n) => (i + 0.5 + chance(seed, 2 * i + n) * 0.09) * step) as [number, number];
    // Only what lies in the box: what is clipped away costs all the same.
    const from = Math.max(x + width / 2, x + (start - (foot - y)) / slope);
    const to = Math.min(right, x + (end - width / 2) / slope);
    if (from >= to) continue;
    g.moveTo(from, y + start - (from - x) * slope);
    g.lineTo(to, y + end - (to - x) * slope);
  }
  g.stroke();
};
