import type { PathCommand } from 'fontkit';
import type { Matrix } from '../picture/settings.ts';
import { short } from '../picture/svg-path.ts';
import { sweepOf, type WritingPath } from '../picture/writing-context.ts';

/** A path by the calls of a canvas, as operators of a PDF (ISO 32000-1, 8.5.2): each with its points, in the units it was called in. */
interface Step {
  readonly operator: 'm' | 'l' | 'c' | 'h';
  readonly points: readonly number[];
}

export interface PdfPath extends WritingPath {
  /** The operators, its points moved by a matrix if there is one. */
  operators(matrix?: Matrix): string;
}

/** Cubics of at most a quarter turn each, which come as near to an ellipse as a line is wide. */
function arcSteps(
  x: number,
  y: number,
  radii: readonly [number, number],
  turned: number,
  start: number,
  sweep: number,
) {
  const [rx, ry] = radii;
  const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
  const place = (px: number, py: number) => [x + rx * px * cos - ry * py * sin, y + rx * px * sin + ry * py * cos];
  const at = (angle: number) => place(Math.cos(angle), Math.sin(angle));
  const count = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
  const each = sweep / count;
  const reach = (4 / 3) * Math.tan(each / 4);
  const curves = Array.from({ length: count }, (_, i) => {
    const [a, b] = [start + i * each, start + (i + 1) * each];
    const from = place(Math.cos(a) - reach * Math.sin(a), Math.sin(a) + reach * Math.cos(a));
    const to = place(Math.cos(b) + reach * Math.sin(b), Math.sin(b) - reach * Math.cos(b));
    return [...from, ...to, ...at(b)];
  });
  return { from: at(start), curves };
}

export function createPdfPath(): PdfPath {
  const steps: Step[] = [];
  let [lastX, lastY] = [0, 0];
  const add = (operator: Step['operator'], ...points: number[]) => {
    steps.push({ operator, points });
    if (points.length >= 2) [lastX, lastY] = [points.at(-2) ?? 0, points.at(-1) ?? 0];
  };
  /** A line from nowhere begins where it ends. */
  const goTo = (x: number, y: number) => add(steps.length === 0 ? 'm' : 'l', x, y);
  return {
    moveTo: (x, y) => add('m', x, y),
    lineTo: goTo,
    quadraticCurveTo(cx, cy, x, y) {
      if (steps.length === 0) add('m', cx, cy);
      const [ax, ay] = [lastX + (2 / 3) * (cx - lastX), lastY + (2 / 3) * (cy - lastY)];
      add('c', ax, ay, x + (2 / 3) * (cx - x), y + (2 / 3) * (cy - y), x, y);
    },
    bezierCurveTo(ax, ay, bx, by, x, y) {
      if (steps.length === 0) add('m', ax, ay);
      add('c', ax, ay, bx, by, x, y);
    },
    ellipse(x, y, rx, ry, turned, start, end, left = false) {
      const { from, curves } = arcSteps(x, y, [rx, ry], turned, start, sweepOf(start, end, left));
      goTo(from[0] ?? x, from[1] ?? y);
      for (const points of curves) add('c', ...points);
    },
    rect(x, y, w, h) {
      add('m', x, y);
      add('l', x + w, y);
      add('l', x + w, y + h);
      add('l', x, y + h);
      add('h');
    },
    closePath() {
      if (steps.length > 0) add('h');
    },
    operators(matrix) {
      const [a, b, c, d, e, f] = matrix ?? [1, 0, 0, 1, 0, 0];
      return steps
        .map(({ operator, points }) => {
          const placed = points.map((n, i) => {
            if (matrix === undefined) return n;
            const [x, y] = i % 2 === 0 ? [n, points[i + 1] ?? 0] : [points[i - 1] ?? 0, n];
            return i % 2 === 0 ? a * x + c * y + e : b * x + d * y + f;
          });
          return [...placed.map(short), operator].join(' ');
        })
        .join(' ');
    },
  };
}

/** Adds the outline of a letter, which stands at `x` on the baseline `y`. */
export function addOutline(path: PdfPath, commands: readonly PathCommand[], size: number, x: number, y: number): void {
  for (const { command, args } of commands) {
    const at = args.map((n, i) => (i % 2 === 0 ? x + n * size : y - n * size));
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = at;
    if (command === 'moveTo') path.moveTo(a, b);
    else if (command === 'lineTo') path.lineTo(a, b);
    else if (command === 'quadraticCurveTo') path.quadraticCurveTo(a, b, c, d);
    else if (command === 'bezierCurveTo') path.bezierCurveTo(a, b, c, d, e, f);
    else path.closePath();
  }
}
