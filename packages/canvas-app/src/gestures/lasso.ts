import type { Element, ElementId } from '@gesso/crdt-schema';
import { boxAround, containsBox, insidePolygon, seenLines, type Vec } from '@gesso/drawing';
import type { Marquee } from '../editor/drafts.ts';
import type { Editor } from '../editor/editor.ts';
import { takenWhole } from '../editor/groups.ts';

/** CSS pixels between two points of a lasso. */
const step = 3;

/** Points of a lasso at most: with a new one the one goes that bends it least. */
const mostPoints = 256;

/** Points of one line of an element that are looked at: more say nothing new of a stroke, and thousands of strokes are asked per frame. */
const mostAsked = 32;

/** A line around what is selected, and what it encloses. */
export interface Lasso extends Marquee {
  readonly outline: readonly Vec[];
  readonly ids: readonly ElementId[];
}

/** Twice the area that a line loses without its `i`th point (Visvalingam and Whyatt). */
const lostWithout = (line: readonly Vec[], i: number): number => {
  const [a, b, c] = [line[i - 1], line[i], line[i + 1]];
  if (a === undefined || b === undefined || c === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
};

/** The line without the point that says least of it; its ends stay. */
function withoutLeast(line: readonly Vec[]): readonly Vec[] {
  const lost = line.map((_point, i) => lostWithout(line, i));
  const least = lost.indexOf(Math.min(...lost));
  return line.filter((_point, i) => i !== least);
}

/** The line with one more point. A point that is close to the last one takes its place; the first stays. */
export function withPoint(outline: readonly Vec[], at: Vec, apart: number): readonly Vec[] {
  const before = outline.at(-2);
  const isClose = before !== undefined && Math.hypot(at.x - before.x, at.y - before.y) < apart;
  const longer = [...(isClose ? outline.slice(0, -1) : outline), at];
  return longer.length > mostPoints ? withoutLeast(longer) : longer;
}

/** Whether all that is seen of an element lies inside a closed line: its points, and the middles between them where they are few. */
export function encloses(outline: readonly Vec[], element: Element): boolean {
  const { lines, at } = seenLines(element);
  return lines.every((line) => {
    const stride = Math.max(1, Math.ceil(line.length / 2 / mostAsked));
    for (let i = 0; i + 1 < line.length; i += 2 * stride) {
      const point = { x: at.x + (line[i] ?? 0), y: at.y + (line[i + 1] ?? 0) };
      if (!insidePolygon(point, outline)) return false;
      if (stride > 1 || i === 0) continue;
      const [x, y] = [at.x + (line[i - 2] ?? 0), at.y + (line[i - 1] ?? 0)];
      if (!insidePolygon({ x: (x + point.x) / 2, y: (y + point.y) / 2 }, outline)) return false;
    }
    const last = { x: at.x + (line[line.length - 2] ?? 0), y: at.y + (line[line.length - 1] ?? 0) };
    return line.length < 2 || insidePolygon(last, outline);
  });
}

/**
 * Draws a lasso on to a board point. Returns it with what it encloses of the group that is entered, or of the board, groups as a whole;
 * nothing that is locked.
 */
export function lasso(editor: Editor, drawn: readonly Vec[], at: Vec): Lasso {
  const outline = withPoint(drawn, at, step / editor.camera.peek().zoom);
  const box = boxAround(outline) ?? { ...at, w: 0, h: 0 };
  const found = editor.index.inside(box).flatMap((id) => editor.board.get(id) ?? []);
  const taken = found.filter((element) => {
    const bounds = editor.index.bounds(element.id);
    if (bounds === undefined || element.locked || !editor.isWithin(element)) return false;
    return containsBox(box, bounds) && encloses(outline, element);
  });
  const ids = takenWhole(editor, taken).map(({ id }) => id);
  return { ...box, outline, ids };
}
