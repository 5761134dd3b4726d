import { type Element, type NewElement, openBoard, type Points } from '@gesso/crdt-schema';
import { realOrSeededInk } from '@gesso/crdt-schema/ink';
import { type InkStroke, seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import { type Box, boundsOf, palette, unionAll } from '@gesso/drawing';
import * as Y from 'yjs';
import { canvas, seed } from '../config.ts';
import { panClose, sweptBy } from './camera.ts';
import { mixedElements } from './mixed.ts';

/** Top left of a view, board units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a board should reach: ms to a complete paint, ms until sharp after a zoom, MiB of the renderer. */
export interface Goals {
  readonly load: number;
  readonly sharp: number;
  readonly memory: number;
}

interface Wanted {
  readonly name: string;
  readonly elements: number;
  /** Whether the baseline is timed on it too. */
  readonly nodes: boolean;
  readonly goals: Goals;
}

/** A board to be measured on. */
export interface Scene extends Omit<Wanted, 'elements'> {
  /** The whole document as one update. */
  readonly update: Uint8Array;
  readonly bounds: Box;
  /** Where a pan at 100 % begins: one to be timed, one to be looked at. */
  readonly pans: readonly [Place, Place];
  readonly elements: readonly Element[];
  readonly points: number;
}

const enlarged = ({ xy, ...rest }: Points): Points => ({
  ...rest,
  xy: xy.map((value) => value * canvas.block.enlarge),
});

const words = 'ink line frame board quick plan draft shape arrow note idea user flow page sketch team'.split(' ');

/** Boxes, ellipses, arrows and texts, scattered. */
const scattered = (random: () => number, count: number): NewElement[] => {
  const { width, height } = canvas.block;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (): NewElement => {
    const [w, h] = [60 + random() * 240, 40 + random() * 120];
    const place = { x: random() * (width - w), y: random() * (height - h) };
    const look = { color: pick(palette)?.ink.light ?? '#24272c' };
    const kind = random();
    if (kind < 0.3) {
      const text = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(words)).join(' ');
      return { kind: 'text', ...place, ...look, text, size: 16 + Math.floor(random() * 12) };
    }
    if (kind < 0.5) {
      const xy = Float32Array.of(0, 0, w, (random() - 0.5) * h);
      return { kind: 'arrow', ...place, ...look, points: { xy } };
    }
    const fill = random() < 0.3 ? (pick(palette)?.tint.light ?? 'none') : 'none';
    return { kind: kind < 0.8 ? 'rect' : 'ellipse', ...place, ...look, width: w, height: h, fill };
  });
};

/** Seeded handwriting with shapes on it, in blocks. */
const seededElements = (count: number): NewElement[] => {
  const { strokes, shapes, width, height, enlarge } = canvas.block;
  const blocks = count / (strokes + shapes);
  const columns = Math.max(1, Math.round(Math.sqrt((blocks * canvas.aspect * height) / width)));
  return Array.from({ length: blocks }, (_, block) => {
    const left = (block % columns) * width;
    const top = Math.floor(block / columns) * height;
    const ink = seededInk(seed + block, strokes).map(
      ({ x, y, points }): NewElement => ({
        kind: 'stroke',
        x: left + x * enlarge,
        y: top + y * enlarge,
        points: enlarged(points),
      }),
    );
    const over = scattered(seededRandom(seed + block), shapes);
    return [...ink, ...over.map((element) => ({ ...element, x: left + element.x, y: top + element.y }))];
  }).flat();
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
  for (let i = 0; placed.length < canvas.real.elements; i++) {
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
  return placed.slice(0, canvas.real.elements);
};

const sceneOf = ({ name, nodes, goals }: Omit<Wanted, 'elements'>, made: readonly NewElement[]): Scene => {
  const doc = new Y.Doc();
  doc.clientID = 0x5eed5eed;
  const board = openBoard(doc, { random: seededRandom(seed) });
  board.load((writer) => writer.addAll(made));
  const elements = board.all();
  const bounds = unionAll(elements.map(boundsOf)) ?? { x: 0, y: 0, w: 1, h: 1 };
  return {
    name,
    nodes,
    goals,
    update: Y.encodeStateAsUpdate(doc),
    bounds,
    pans: fullest(elements, bounds),
    elements,
    points: made.reduce((sum, element) => sum + ('points' in element ? element.points.xy.length / 2 : 0), 0),
  };
};

/** The two places, clear of each other, where a pan at 100 % passes most elements. */
const fullest = (elements: readonly Place[], { x, y, w, h }: Box): readonly [Place, Place] => {
  const strip = sweptBy(panClose({ x: 0, y: 0 }));
  const columns = Math.max(1, Math.ceil((w - strip.w) / canvas.viewport.width) + 1);
  const rows = Math.max(1, Math.ceil(h / strip.h));
  const places = Array.from({ length: columns * rows }, (_, i) => {
    const at = { x: x + (i % columns) * canvas.viewport.width, y: y + Math.floor(i / columns) * strip.h };
    const count = elements.filter(
      (one) => one.x >= at.x && one.x < at.x + strip.w && one.y >= at.y && one.y < at.y + strip.h,
    ).length;
    return { ...at, count };
  }).toSorted((a, b) => b.count - a.count);
  const first = places[0] ?? { x, y };
  const second = places.find((place) => place.y !== first.y || Math.abs(place.x - first.x) >= strip.w) ?? first;
  return [first, second];
};

const realScene = (): Scene | undefined => {
  const { real, files } = realOrSeededInk();
  if (!real) return undefined;
  const drawings = files.map(({ strokes }) => strokes).filter((strokes) => strokes.length > 0);
  const strokes = shelved(drawings, canvas.shelf);
  return sceneOf(
    canvas.real,
    strokes.map((stroke): NewElement => ({ kind: 'stroke', ...stroke })),
  );
};

/** Names a scene may be asked for by. */
export const sceneNames: readonly string[] = [...canvas.boards.map(({ name }) => name), 'real', canvas.mixed.name];

/** The board of diagrams and notes. `assets`: names of its pictures. */
export const mixedScene = (assets: readonly string[]): Scene =>
  sceneOf({ ...canvas.mixed, nodes: false, goals: { load: 600, sharp: 60, memory: 400 } }, mixedElements(assets));

/** A board of seeded handwriting alone. */
export const inkScene = (strokes: number): Scene => {
  const { strokes: inBlock, shapes } = canvas.block;
  const made = seededElements(Math.ceil(strokes / inBlock) * (inBlock + shapes));
  const ink = made.filter(({ kind }) => kind === 'stroke').slice(0, strokes);
  return sceneOf({ name: String(strokes), nodes: false, goals: { load: 600, sharp: 60, memory: 400 } }, ink);
};

/** The seeded boards, and one of real ink where that is at hand; only the one asked for. Made when their turn comes. */
export function* makeScenes(only: string | undefined): Generator<Scene> {
  for (const board of canvas.boards) {
    if (only === undefined || only === board.name) yield sceneOf(board, seededElements(board.elements));
  }
  const real = only === undefined || only === 'real' ? realScene() : undefined;
  if (real !== undefined) yield real;
}

/** The elements nearest to a board point, nearest first. */
export const nearest = ({ elements }: Scene, { x, y }: Place, count: number): readonly Element[] =>
  elements
    .map((element) => ({ element, far: Math.hypot(element.x - x, element.y - y) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ element }) => element);
