import { fromPlain, type NewElement } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { palette } from '@gesso/drawing';
import { canvas, seed } from '../config.ts';

/** A board as people make them in meetings: shapes with words, arrows between them, notes. */

const idOf = (kind: string, i: number): string => `${kind}${String(i).padStart(12 - kind.length, '0')}`;

/** The shape that most arrows are tied to. */
export const hub = idOf('hub', 0);

const middle = [0.5, 0.5] as const;

const arrowFrom = (id: string, start: string, end: string, more: object = {}): NewElement => ({
  id,
  kind: 'arrow',
  x: 0,
  y: 0,
  points: { xy: Float32Array.of(0, 0, 1, 1) },
  start: { element: start, at: middle },
  end: { element: end, at: middle },
  ...more,
});

/** Pictures of 640 by 480 px, each another one. */
export const pictureFiles = (): string[] => {
  const random = seededRandom(seed);
  const hue = () => Math.floor(random() * 360);
  const disc = () =>
    `<circle cx="${random() * 640}" cy="${random() * 480}" r="${20 + random() * 90}" fill="hsl(${hue()} 70% 50%)"/>`;
  return Array.from(
    { length: canvas.mixed.assets },
    () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="hsl(${hue()} 60% 80%)"/>${Array.from({ length: 40 }, disc).join('')}</svg>`,
  );
};

/** The seeded elements of the mixed board. `assets`: names of its pictures. */
export const mixedElements = (assets: readonly string[]): NewElement[] => {
  const { shapes, columns, arrows, spokes, notes, pictures, tables, cell } = canvas.mixed;
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const look = () => ({ color: pick(palette)?.ink.light ?? '#24272c', fill: pick(palette)?.tint.light ?? 'none' });
  const boxes = Array.from(
    { length: shapes },
    (_, i): NewElement => ({
      ...{ id: idOf('s', i), kind: pick(['rect', 'rect', 'ellipse', 'diamond'] as const) ?? 'rect', ...look() },
      ...{ x: (i % columns) * cell.w, y: Math.floor(i / columns) * cell.h, width: 150, height: 80 },
      text: `step ${i}`,
    }),
  );
  const rows = Math.ceil(shapes / columns);
  const center = { x: (columns * cell.w) / 2, y: (rows * cell.h) / 2 };
  const whole: NewElement = { id: hub, kind: 'rect', ...center, width: 160, height: 90, text: 'hub', fill: '#ffffff' };
  const near = Math.round(rows / 2) * columns + Math.round(columns / 2);
  const ties = Array.from({ length: arrows }, (_, i): NewElement => {
    if (i < spokes)
      return arrowFrom(idOf('a', i), hub, idOf('s', near + ((i % 20) - 10) + columns * (Math.floor(i / 20) - 5)));
    const from = Math.floor(random() * (shapes - columns - 1));
    const to = from + (random() < 0.5 ? 1 : columns);
    return arrowFrom(idOf('a', i), idOf('s', from), idOf('s', to), {
      route: pick(['straight', 'straight', 'curved', 'elbow'] as const),
    });
  });
  const papers = Array.from(
    { length: notes },
    (_, i): NewElement => ({
      ...{ id: idOf('n', i), kind: 'sticky', width: 120, height: 120, text: `note ${i} of the wall` },
      ...{ x: random() * columns * cell.w, y: random() * rows * cell.h, color: '#ffe08a' },
    }),
  );
  const spot = () => ({ x: random() * columns * cell.w, y: random() * rows * cell.h });
  const photos = Array.from(
    { length: pictures },
    (_, i): NewElement => ({
      ...{ id: idOf('p', i), kind: 'image', width: 320, height: 240 },
      ...{ ...spot(), asset: assets[i % assets.length] ?? '' },
    }),
  );
  const grids = Array.from({ length: tables }, (_, i): NewElement => {
    const texts = Array.from({ length: 5 }, (_row, r) => Array.from({ length: 4 }, (_cell, c) => `cell ${r} ${c}`));
    return fromPlain({ id: idOf('t', i), kind: 'table', ...spot(), cells: texts });
  });
  return [...boxes, ...photos, ...papers, ...grids, ...ties, whole];
};
