import type { StrokeElement } from '@gesso/crdt-schema';
import { expand } from '../geometry/box.ts';
import { nearPackedLine } from '../geometry/polygon.ts';
import type { Look, Paint2D } from '../paint.ts';
import { colorName, highlightOn, inkOn } from '../style/ink.ts';
import { inkReach, inkWidth, meanInkWidth } from './ink.ts';
import type { Kind } from './kind.ts';
import { inkOutline, type Polygon } from './outline.ts';
import { fitPoints, pointsFrame } from './points.ts';

/** Device pixels per board unit up to which a stroke is a plain line, and above which its outline is smoothed. */
const plainUpTo = 0.15;
const smoothFrom = 0.75;

/**
 * A stroke no wider than this many device pixels is a plain line a little longer: whether a pixel's worth of ink swells by
 * a third cannot be seen, and tracing outlines is most of what a full board costs from there.
 */
const thin = { upTo: 0.3, width: 1.25 } as const;

const isPlain = (element: StrokeElement, scale: number): boolean =>
  scale <= plainUpTo || (scale <= thin.upTo && scale * inkWidth(element) <= thin.width);

export const stroke: Kind<'stroke'> = {
  frame: pointsFrame,
  bounds: (element) => expand(pointsFrame(element), inkReach(element)),
  hit: (element, at, slack) =>
    nearPackedLine(at, element.points.xy, element.x, element.y, Math.max(slack, inkWidth(element) / 2 + slack / 2)),
  paint(g, element, look) {
    const highlights = element.brush === 'highlighter';
    const color = highlights ? highlightOn(element.color, look.theme) : inkOn(element.color, look.theme);
    if (highlights) {
      g.globalAlpha *= look.theme === 'light' ? 0.55 : 0.38;
      g.globalCompositeOperation = look.theme === 'light' ? 'multiply' : 'screen';
    }
    if (element.points.xy.length <= 2) paintDot(g, element, color);
    else if (isPlain(element, look.scale)) paintLine(g, element, color, meanInkWidth(element), look);
    else if (element.brush === 'pen') paintOutline(g, element, color, look);
    else paintLine(g, element, color, inkWidth(element), look);
  },
  mixes: (element) => element.brush === 'highlighter',
  resize: (element, to) => fitPoints(element, to),
  keepsRatio: true,
  styles: ['color', 'width', 'brush', 'opacity'],
  describe: (element) => `${colorName(element.color) ?? 'coloured'} ${element.brush} stroke`,
};

const paintDot = (g: Paint2D, element: StrokeElement, color: string) => {
  const [x = 0, y = 0] = element.points.xy;
  g.fillStyle = color;
  g.beginPath();
  g.arc(element.x + x, element.y + y, inkWidth(element) / 2, 0, 2 * Math.PI);
  g.fill();
};

const paintOutline = (g: Paint2D, element: StrokeElement, color: string, look: Look) => {
  const outline = inkOutline(element.points, element.width);
  g.fillStyle = color;
  g.beginPath();
  for (const polygon of outline) {
    if (look.scale >= smoothFrom) smoothPolygon(g, polygon, element.x, element.y);
    else straightPolygon(g, polygon, element.x, element.y, 0.4 / look.scale);
  }
  g.fill();
};

/** Curves through the middles of the sides, with the corners as control points. */
const smoothPolygon = (g: Paint2D, outline: Polygon, dx: number, dy: number) => {
  const n = outline.length;
  if (n < 6) return;
  let x = (outline[n - 2] ?? 0) + dx;
  let y = (outline[n - 1] ?? 0) + dy;
  const firstX = (outline[0] ?? 0) + dx;
  const firstY = (outline[1] ?? 0) + dy;
  g.moveTo((x + firstX) / 2, (y + firstY) / 2);
  x = firstX;
  y = firstY;
  for (let i = 2; i <= n; i += 2) {
    const nextX = (outline[i % n] ?? 0) + dx;
    const nextY = (outline[(i + 1) % n] ?? 0) + dy;
    g.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    x = nextX;
    y = nextY;
  }
  g.closePath();
};

/** Straight sides, corners nearer than `apart` to the last one left out. */
const straightPolygon = (g: Paint2D, outline: Polygon, dx: number, dy: number, apart: number) => {
  let x = outline[0] ?? 0;
  let y = outline[1] ?? 0;
  g.moveTo(x + dx, y + dy);
  for (let i = 2; i + 1 < outline.length; i += 2) {
    const nextX = outline[i] ?? 0;
    const nextY = outline[i + 1] ?? 0;
    if (Math.abs(nextX - x) + Math.abs(nextY - y) < apart) continue;
    x = nextX;
    y = nextY;
    g.lineTo(x + dx, y + dy);
  }
  g.closePath();
};

/** The points as one round line of even width; details under half a device pixel are left out. */
const paintLine = (g: Paint2D, element: StrokeElement, color: string, width: number, look: Look) => {
  const { xy } = element.points;
  const apart = 0.5 / look.scale;
  const curved = look.scale > thin.upTo;
  const end = xy.length - 2;
  let x = (xy[0] ?? 0) + element.x;
  let y = (xy[1] ?? 0) + element.y;
  g.strokeStyle = color;
  g.lineWidth = width;
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.beginPath();
  g.moveTo(x, y);
  for (let i = 2; i <= end; i += 2) {
    const nextX = (xy[i] ?? 0) + element.x;
    const nextY = (xy[i + 1] ?? 0) + element.y;
    if (i < end && Math.abs(nextX - x) + Math.abs(nextY - y) < apart) continue;
    if (curved) g.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    else g.lineTo(nextX, nextY);
    x = nextX;
    y = nextY;
  }
  g.lineTo(x, y);
  g.stroke();
};
