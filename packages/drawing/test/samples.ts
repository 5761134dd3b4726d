import {
  type Element,
  type ElementKind,
  type ElementOf,
  elementKinds,
  kindSpec,
  type Points,
} from '@gesso/crdt-schema';

const common = { id: 'sample000000', x: 0, y: 0, z: 'a0', rotation: 0, opacity: 100, locked: false, groups: [] };
const lettering = { text: '', size: 20, font: 'hand', align: 'center' } as const;
const shape = {
  ...common,
  ...lettering,
  width: 100,
  height: 60,
  color: '#24272c',
  fill: 'none',
  strokeWidth: 2,
  dash: 'solid',
  radius: 8,
} as const;

export const pointsOf = (pairs: readonly (readonly [number, number])[], pressure?: readonly number[]): Points => ({
  xy: Float32Array.from(pairs.flat()),
  ...(pressure ? { pressure: Uint8Array.from(pressure) } : {}),
});

const linear = {
  ...common,
  points: pointsOf([
    [0, 0],
    [100, 0],
    [100, 60],
  ]),
  color: '#24272c',
  strokeWidth: 2,
  dash: 'solid',
  route: 'straight',
  curve: false,
} as const;

type Samples = { readonly [K in ElementKind]: ElementOf<K> };

/** What is put on them to be seen. Kinds that are not here are as they are made. */
const own: { readonly [K in ElementKind]?: Partial<ElementOf<K>> } = {
  stroke: {
    ...common,
    kind: 'stroke',
    points: pointsOf([
      [0, 0],
      [30, 20],
      [60, 60],
      [100, 30],
    ]),
    color: '#c0273a',
    width: 4,
    brush: 'pen',
  },
  rect: { ...shape, kind: 'rect' },
  ellipse: { ...shape, kind: 'ellipse' },
  diamond: { ...shape, kind: 'diamond' },
  line: { ...linear, kind: 'line', heads: ['none', 'none'] },
  arrow: { ...linear, ...lettering, kind: 'arrow', heads: ['none', 'arrow'] },
  text: { ...common, ...lettering, kind: 'text', text: 'Gesso\nboard', align: 'left', color: '#24272c' },
  sticky: { ...common, ...lettering, kind: 'sticky', width: 100, height: 60, text: 'Buy milk', color: '#946300' },
  image: { ...common, kind: 'image', width: 100, height: 60, asset: 'a'.repeat(43) },
  table: {
    ...common,
    ...lettering,
    kind: 'table',
    width: 100,
    height: 60,
    rows: [
      { id: 'raaaaaaa', height: 30 },
      { id: 'rbbbbbbb', height: 30 },
    ],
    columns: [
      { id: 'caaaaaaa', width: 60 },
      { id: 'cbbbbbbb', width: 40 },
    ],
    cells: [
      ['', ''],
      ['', ''],
    ],
    size: 10,
    align: 'left',
  },
  frame: { ...common, kind: 'frame', width: 100, height: 60, name: 'Sprint' },
};

const usual = { ...common, ...lettering, points: linear.points, width: 100, height: 60 };

/** One plain element of every kind, its box at 0, 0 and, where that makes sense, 100 × 60. */
export const samples = Object.fromEntries(
  elementKinds.map((kind) => [kind, { ...kindSpec(kind).defaults, ...(own[kind] ?? usual), kind }]),
) as unknown as Samples;

export const everyKind: readonly Element[] = Object.values(samples);
