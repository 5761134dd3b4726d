import { openBoard, type Points } from '@gesso/crdt-schema';
import { realOrSeededInk } from '@gesso/crdt-schema/ink';
import { type InkStroke, seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import { type Box, boundsOf, unionAll } from '@gesso/drawing';
import * as Y from 'yjs';
import { canvas, seed } from '../config.ts';
import { panClose, sweptBy } from './camera.ts';

/** Top left of a view, board units. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** A board of ink to be measured on. */
export interface Scene {
  readonly name: string;
  /** The whole document as one update. */
  readonly update: Uint8Array;
  readonly bounds: Box;
  /** Where a pan at 100 % begins: one to be timed, one to be looked at. */
  readonly pans: readonly [Place, Place];
  readonly strokes: number;
  readonly points: number;
}

const enlarged = ({ xy, ...rest }: Points): Points => ({ ...rest, xy: xy.map((value) => value * canvas.enlarge) });

/** Seeded handwriting in columns. */
const seededStrokes = (): InkStroke[] => {
  const each = canvas.strokes / canvas.columns;
  return Array.from({ length: canvas.columns }, (_, column) =>
    seededInk(seed + column, each).map(({ x, y, points }) => ({
      x: (x + column * 1_600) * canvas.enlarge,
      y: y * canvas.enlarge,
      points: enlarged(points),
    })),
  ).flat();
};

const boxOf = (strokes: readonly InkStroke[]): Box => {
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: -1e9, bottom: -1e9 };
  for (const { x, y, points } of strokes) {
    for (let i = 0; i < points.xy.length; i += 2) {
      box.left = Math.min(box.left, x + (points.xy[i] ?? 0));
      box.right = Math.max(box.right, x + (points.xy[i] ?? 0));
      box.top = Math.min(box.top, y + (points.xy[i + 1] ?? 0));
      box.bottom = Math.max(box.bottom, y + (points.xy[i + 1] ?? 0));
    }
  }
  return { x: box.left, y: box.top, w: box.right - box.left, h: box.bottom - box.top };
};

/** Real drawings side by side on shelves, again and again until there are enough strokes. */
const shelved = (drawings: readonly (readonly InkStroke[])[], width: number): InkStroke[] => {
  const placed: InkStroke[] = [];
  const gap = 200;
  let x = 0;
  let y = 0;
  let shelf = 0;
  for (let i = 0; placed.length < canvas.strokes; i++) {
    const drawing = drawings[i % drawings.length] ?? [];
    const box = boxOf(drawing);
    if (x > 0 && x + box.w > width) {
      x = 0;
      y += shelf + gap;
      shelf = 0;
    }
    for (const stroke of drawing) placed.push({ ...stroke, x: stroke.x - box.x + x, y: stroke.y - box.y + y });
    x += box.w + gap;
    shelf = Math.max(shelf, box.h);
  }
  return placed.slice(0, canvas.strokes);
};

const sceneOf = (name: string, strokes: readonly InkStroke[]): Scene => {
  const doc = new Y.Doc();
  doc.clientID = 0x5eed5eed;
  const board = openBoard(doc, { random: seededRandom(seed) });
  board.load((writer) => writer.addAll(strokes.map((stroke) => ({ kind: 'stroke', ...stroke }))));
  const elements = board.all();
  const bounds = unionAll(elements.map(boundsOf)) ?? { x: 0, y: 0, w: 1, h: 1 };
  return {
    name,
    update: Y.encodeStateAsUpdate(doc),
    bounds,
    pans: fullest(strokes, bounds),
    strokes: elements.length,
    points: strokes.reduce((sum, { points }) => sum + points.xy.length / 2, 0),
  };
};

/** The two places, clear of each other, where a pan at 100 % passes most strokes. */
const fullest = (strokes: readonly InkStroke[], { x, y, w, h }: Box): readonly [Place, Place] => {
  const strip = sweptBy(panClose({ x: 0, y: 0 }));
  const columns = Math.max(1, Math.ceil((w - strip.w) / canvas.viewport.width) + 1);
  const rows = Math.max(1, Math.ceil(h / strip.h));
  const places = Array.from({ length: columns * rows }, (_, i) => {
    const at = { x: x + (i % columns) * canvas.viewport.width, y: y + Math.floor(i / columns) * strip.h };
    const count = strokes.filter(
      (stroke) => stroke.x >= at.x && stroke.x < at.x + strip.w && stroke.y >= at.y && stroke.y < at.y + strip.h,
    ).length;
    return { ...at, count };
  }).toSorted((a, b) => b.count - a.count);
  const first = places[0] ?? { x, y };
  const second = places.find((place) => place.y !== first.y || Math.abs(place.x - first.x) >= strip.w) ?? first;
  return [first, second];
};

/** The seeded board, and one of real ink where that is at hand. */
export const makeScenes = (): Scene[] => {
  const { real, files } = realOrSeededInk();
  const drawings = files.map(({ strokes }) => strokes).filter((strokes) => strokes.length > 0);
  return [
    sceneOf('seeded ink', seededStrokes()),
    ...(real ? [sceneOf('real ink', shelved(drawings, canvas.shelf))] : []),
  ];
};
