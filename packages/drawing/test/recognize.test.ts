import { realOrSeededInk } from '@gesso/crdt-schema/ink';
import { seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import { recognize, type Vec } from '../src/index.ts';

type Random = () => number;
type Spot = readonly [x: number, y: number];

/** A line through corners, with so many points on each side. */
const through = (corners: readonly Spot[], perSide: number): Spot[] => {
  const points: Spot[] = [];
  corners.slice(1).forEach(([bx, by], i) => {
    const [ax, ay] = corners[i] ?? [bx, by];
    for (let k = 0; k < perSide; k++) points.push([ax + ((bx - ax) * k) / perSide, ay + ((by - ay) * k) / perSide]);
  });
  return [...points, ...corners.slice(-1)];
};

const turned = (points: readonly Spot[], angle: number): Spot[] =>
  points.map(([x, y]) => [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)]);

/** As a hand draws: slow waves of `units`, and a little shaking. */
const byHand = (points: readonly Spot[], units: number, random: Random): Vec[] => {
  const [a, b, c, d] = [random() * 6, random() * 6, random() * 6, random() * 6];
  return points.map(([x, y], i) => {
    const t = (i / points.length) * 2 * Math.PI;
    return {
      x: x + units * (Math.sin(2 * t + a) + 0.6 * Math.sin(5 * t + b)) + (random() - 0.5) * 0.6,
      y: y + units * (Math.sin(3 * t + c) + 0.6 * Math.sin(4 * t + d)) + (random() - 0.5) * 0.6,
    };
  });
};

const shapes: Readonly<Record<string, (random: Random) => Spot[]>> = {
  line: (random) =>
    turned(
      through(
        [
          [0, 0],
          [200, 0],
        ],
        30,
      ),
      random() * 6,
    ),
  arrow: (random) =>
    turned(
      through(
        [
          [0, 0],
          [200, 0],
          [160, -30],
          [200, 0],
          [160, 30],
        ],
        15,
      ),
      random() * 6,
    ),
  rect: (random) => {
    const [w, h] = [80 + random() * 150, 80 + random() * 150];
    return through(
      [
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
        [0, (random() - 0.5) * 20],
      ],
      20,
    );
  },
  ellipse: (random) => {
    const [w, h, from, around] = [60 + random() * 100, 60 + random() * 60, random() * 6, 6.2 + random() * 0.4];
    return Array.from({ length: 60 }, (_, i) => {
      const angle = from + (i / 59) * around;
      return [w * Math.cos(angle), h * Math.sin(angle)];
    });
  },
  diamond: (random) => {
    const [w, h] = [60 + random() * 100, 60 + random() * 60];
    return through(
      [
        [w, 0],
        [2 * w, h],
        [w, 2 * h],
        [0, h],
        [w, 0],
      ],
      20,
    );
  },
  triangle: (random) =>
    through(
      [
        [0, 120],
        [50 + random() * 60, 0],
        [160, 125],
        [0, 120],
      ],
      20,
    ),
};

describe('shapes drawn by a steady hand', () => {
  test.each(Object.keys(shapes))('a %s is seen as one nine times in ten, and hardly ever as another', (kind) => {
    let right = 0;
    let wrong = 0;
    for (let i = 0; i < 100; i++) {
      const random = seededRandom(i + 1);
      const seen = recognize(byHand(shapes[kind]?.(random) ?? [], 2, random), 24)?.kind;
      if (seen === kind) right++;
      else if (seen !== undefined) wrong++;
    }
    expect(right).toBeGreaterThanOrEqual(90);
    expect(wrong).toBeLessThanOrEqual(2);
  });

  test('is where it was drawn', () => {
    const rect = recognize(
      byHand(
        through(
          [
            [10, 20],
            [210, 20],
            [210, 120],
            [10, 120],
            [10, 22],
          ],
          20,
        ),
        1,
        seededRandom(3),
      ),
      24,
    );
    expect(rect).toMatchObject({ kind: 'rect', rotation: 0 });
    if (rect?.kind !== 'rect') throw new Error('no rectangle');
    for (const [value, wanted] of [
      [rect.box.x, 10],
      [rect.box.y, 20],
      [rect.box.w, 200],
      [rect.box.h, 100],
    ] as const)
      expect(Math.abs(value - wanted)).toBeLessThan(5);
    const arrow = recognize(byHand(shapes['arrow']?.(() => 0) ?? [], 1, seededRandom(4)), 24);
    if (arrow?.kind !== 'arrow') throw new Error('no arrow');
    expect(Math.hypot(arrow.to.x - 200, arrow.to.y)).toBeLessThan(8);
    expect(Math.hypot(arrow.from.x, arrow.from.y)).toBeLessThan(8);
  });

  test('that is nearly as high as it is wide is a circle', () => {
    const ring = Array.from({ length: 60 }, (_, i) => {
      const angle = (i / 59) * 2 * Math.PI;
      return { x: 100 * Math.cos(angle), y: 93 * Math.sin(angle) };
    });
    const circle = recognize(ring, 24);
    expect(circle?.kind === 'ellipse' && circle.box.w === circle.box.h && circle.rotation === 0).toBe(true);
  });

  test('turned, is a rectangle that is turned; nearly upright, an upright one', () => {
    const corners = through(
      [
        [0, 0],
        [200, 0],
        [200, 100],
        [0, 100],
        [0, 0],
      ],
      20,
    );
    const at = (angle: number) =>
      recognize(
        turned(corners, angle).map(([x, y]) => ({ x, y })),
        24,
      );
    expect(at(0.05)).toMatchObject({ kind: 'rect', rotation: 0 });
    const leaning = at(0.5);
    expect(leaning?.kind === 'rect' && leaning.rotation).toBeCloseTo(0.5, 1);
  });
});

describe('what is no shape', () => {
  test.each<[string, Spot[]]>([
    ['nothing', []],
    ['a dot', [[0, 0]]],
    [
      'what is small',
      through(
        [
          [0, 0],
          [8, 0],
        ],
        10,
      ),
    ],
    [
      'a corner',
      through(
        [
          [0, 0],
          [100, 0],
          [100, 100],
        ],
        30,
      ),
    ],
    [
      'an open box',
      through(
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
        30,
      ),
    ],
    [
      'a zigzag',
      through(
        [
          [0, 0],
          [40, 80],
          [80, 0],
          [120, 80],
          [160, 0],
        ],
        20,
      ),
    ],
    [
      'a narrow angle, leaning',
      through(
        [
          [0, 0],
          [30, -80],
          [20, -26],
        ],
        30,
      ),
    ],
    [
      'a sliver, leaning, drawn there and back',
      through(
        [
          [0, 0],
          [40, 100],
          [52, 96],
          [0, 0],
        ],
        30,
      ),
    ],
    [
      'a wide letter v',
      through(
        [
          [0, 0],
          [20, 60],
          [26, 12],
        ],
        30,
      ),
    ],
    ['an eight', Array.from({ length: 80 }, (_, i) => [80 * Math.sin(i / 12.6), 50 * Math.sin(i / 6.3)])],
    ['a spiral', Array.from({ length: 120 }, (_, i) => [i * Math.cos(i / 8), i * Math.sin(i / 8)])],
    [
      'a line drawn to and fro',
      through(
        [
          [0, 0],
          [200, 4],
          [0, 8],
          [200, 12],
          [0, 0],
        ],
        20,
      ),
    ],
  ])('%s is none', (_name, spots) => {
    expect(
      recognize(
        spots.map(([x, y]) => ({ x, y })),
        24,
      ),
    ).toBeUndefined();
  });

  const { real, files } = realOrSeededInk();
  const hands = [
    ...[1, 2, 3, 4, 5].map((seed) => ({ name: `seeded-${seed}`, strokes: seededInk(seed, 3_000) })),
    ...(real
      ? [
          {
            name: 'real hands',
            strokes: files.filter(({ name }) => /handwriting|hwrt|omniglot/.test(name)).flatMap((file) => file.strokes),
          },
        ]
      : []),
  ];
  test.each(hands)('handwriting of $name is left alone: what looks like a shape is a line or an o', (hand) => {
    const writing = hand.strokes;
    const seen = writing.map(({ points: { xy } }) => {
      const points = Array.from({ length: xy.length / 2 }, (_, i) => ({ x: xy[2 * i] ?? 0, y: xy[2 * i + 1] ?? 0 }));
      return recognize(points, 24)?.kind;
    });
    const share = (...kinds: readonly (string | undefined)[]) =>
      seen.filter((kind) => kinds.includes(kind)).length / seen.length;
    expect(seen.length).toBeGreaterThan(50);
    expect(share('rect', 'diamond', 'triangle', 'arrow')).toBeLessThan(0.01);
    expect(share('ellipse')).toBeLessThan(0.04);
  });
});
