import type { StrokeElement } from '@gesso/crdt-schema';
import { center, expand } from '../geometry/box.ts';
import { nearPackedLine } from '../geometry/polygon.ts';
import type { Box } from '../geometry/units.ts';
import { turn } from '../geometry/vec.ts';
import { inkDetail, type Look, type Paint2D } from '../paint.ts';
import { highlightOn, markOn } from '../style/theme-colors.ts';
import { inkReach, inkWidth, meanInkWidth } from './ink-width.ts';
import type { Flip, Kind } from './kind.ts';
import { fitPoints, growth, placedBox, pointsBox } from './points.ts';
import { inkOutline, type Polygon } from './stroke-outline.ts';
import { type Piece, piecesBox, piecesOf } from './visible-segments.ts';

/** Device pixels per board unit above which the outline of a stroke is smoothed. */
const smoothFrom = 0.75;

/**
 * A stroke no wider than this many device pixels is thin: whether a pixel's worth of ink swells by a third cannot be seen, and
 * tracing outlines is most of what a full board costs.
 */
const thinWidth = 1.25;

const isPlain = (element: StrokeElement, scale: number): boolean => {
  const detail = inkDetail(scale);
  return detail === 'plain' || (detail === 'thin lines' && scale * inkWidth(element) <= thinWidth);
};

/** The box around what is left of the ink, before rotation. */
const leftBox = (element: StrokeElement): Box => {
  const box = piecesBox(piecesOf(element));
  return { ...box, x: box.x + element.x, y: box.y + element.y };
};

/**
 * A stroke turns about the middle of all its points, so that ink does not jump when part of it is erased. Its box
 * is the one around what is left which, turned about its own middle, comes to lie where the ink is.
 */
const pivot = (element: StrokeElement) => center(placedBox(element));

const box = (element: StrokeElement): Box => {
  if (element.cuts === undefined) return placedBox(element);
  const left = leftBox(element);
  if (element.rotation === 0) return left;
  const middle = turn(center(left), pivot(element), element.rotation);
  return { x: middle.x - left.w / 2, y: middle.y - left.h / 2, w: left.w, h: left.h };
};

/** As `fitPoints`, where the box is not around all of the points. */
const fitLeft = (element: StrokeElement, to: Box, flip: Flip) => {
  const left = piecesBox(piecesOf(element));
  const all = center(pointsBox(element.points));
  const kx = growth(left.w, to.w, flip.x);
  const ky = growth(left.h, to.h, flip.y);
  const off = { x: (center(left).x - all.x) * kx, y: (center(left).y - all.y) * ky };
  const turned = turn(off, { x: 0, y: 0 }, element.rotation);
  const middle = center(to);
  const scale: readonly [number, number] = [kx, ky];
  return { x: middle.x - all.x * kx - turned.x, y: middle.y - all.y * ky - turned.y, scale };
};

export const stroke: Kind<'stroke'> = {
  box,
  pivot,
  bounds: (element) => expand(element.cuts === undefined ? placedBox(element) : leftBox(element), inkReach(element)),
  hit(element, at, slack) {
    const reach = Math.max(slack, inkWidth(element) / 2 + slack / 2);
    return piecesOf(element).some((piece) => nearPackedLine(at, piece, element.x, element.y, reach));
  },
  lines: (element) => ({ lines: piecesOf(element), reach: inkWidth(element) / 2 }),
  paint(g, element, look) {
    const highlights = element.brush === 'highlighter';
    const color = highlights ? highlightOn(element.color, look.theme) : markOn(element.color, look.theme);
    if (highlights) {
      g.globalAlpha *= look.theme === 'light' ? 0.55 : 0.38;
      g.globalCompositeOperation = look.theme === 'light' ? 'multiply' : 'screen';
    }
    if (isDot(element)) paintDot(g, element, color);
    else if (isPlain(element, look.scale)) paintLine(g, element, color, meanInkWidth(element), look);
    else if (element.brush === 'pen') paintOutline(g, element, color, look);
    else paintLine(g, element, color, inkWidth(element), look);
  },
  mixes: (element) => element.brush === 'highlighter',
  resize: (element, to, flip) =>
    element.cuts === undefined ? fitPoints(element, to, flip) : fitLeft(element, to, flip),
  keepsRatio: true,
};

/** A dot of a fine pen is a little wider than its line, or it would look thinner than the letters around it. */
const penDot = 1.2;

/** Whether the pen stayed where it came down, within half the width of its ink. */
const isDot = ({ points, width, cuts }: StrokeElement): boolean => {
  if (points.xy.length <= 2) return true;
  if (points.xy.length > 64 || cuts !== undefined) return false;
  const { w, h } = pointsBox(points);
  return Math.max(w, h) <= width / 2;
};

const paintDot = (g: Paint2D, element: StrokeElement, color: string) => {
  const { x, y } = center(placedBox(element));
  const wide = inkWidth(element) * (element.brush === 'pen' ? penDot : 1);
  g.fillStyle = color;
  g.beginPath();
  g.arc(x, y, wide / 2, 0, 2 * Math.PI);
  g.fill();
};

const paintOutline = (g: Paint2D, element: StrokeElement, color: string, look: Look) => {
  const outline = inkOutline(element.points, element.width, element.cuts);
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

/**
 * Up to one device pixel browsers draw hairlines: paler than they should be along their length by `ink`, and with ends that
 * are as large as a pixel's, as if the line were longer by `ends` pixels. Far away long strokes would be too pale, and letters
 * smaller than a pixel up to two thirds too dark. Fitted in Chromium, and held against real handwriting painted larger and made smaller:
 * within 4 % from 4 to 30 %. From just above one pixel on browsers are exact.
 */
const hairline = { ink: 0.9, ends: 0.6, past: 1.01 } as const;

/** The width, in device pixels, with which a line of `length` gets as much ink as one of `width` with round ends should have. */
const inkedWidth = (width: number, length: number): number => {
  if (width > 1) return width;
  const wanted = (width * (length + (Math.PI / 4) * width)) / (hairline.ink * (length + hairline.ends));
  return wanted > 1 ? hairline.past : wanted;
};

/** The points as one round line of even width. */
const paintLine = (g: Paint2D, element: StrokeElement, color: string, width: number, look: Look) => {
  g.strokeStyle = color;
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.beginPath();
  let length = 0;
  for (const piece of piecesOf(element)) length += linePath(g, element, piece, look);
  // Never beyond the element's bounds: there is a third of a width to spare around a pen's line, and none around others.
  const inked = inkedWidth(width * look.scale, length * look.scale) / look.scale;
  g.lineWidth = Math.min(inked, Math.max(width, 2 * inkReach(element)));
  g.stroke();
};

/** Details under a quarter of a device pixel, far away three quarters, are left out. Returns the length in board units. */
const linePath = (g: Paint2D, element: StrokeElement, xy: Piece, look: Look): number => {
  const curved = inkDetail(look.scale) === 'outlined';
  const apart = (curved ? 0.25 : 0.75) / look.scale;
  const end = xy.length - 2;
  let x = (xy[0] ?? 0) + element.x;
  let y = (xy[1] ?? 0) + element.y;
  let length = 0;
  g.moveTo(x, y);
  for (let i = 2; i <= end; i += 2) {
    const nextX = (xy[i] ?? 0) + element.x;
    const nextY = (xy[i + 1] ?? 0) + element.y;
    if (i < end && Math.abs(nextX - x) + Math.abs(nextY - y) < apart) continue;
    if (curved) g.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    else g.lineTo(nextX, nextY);
    length += Math.sqrt((nextX - x) ** 2 + (nextY - y) ** 2);
    x = nextX;
    y = nextY;
  }
  g.lineTo(x, y);
  return length;
};
