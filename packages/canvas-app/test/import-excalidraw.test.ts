import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { readExcalidraw } from '../src/features/import/formats/excalidraw.ts';

const read = (file: unknown) => readExcalidraw(new TextEncoder().encode(JSON.stringify(file)), async () => undefined);

const scene = (elements: readonly unknown[], files: object = {}) => ({
  type: 'excalidraw',
  version: 2,
  elements,
  files,
});

const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const box = (id: string, more: object = {}) => ({
  ...{ id, type: 'rectangle', x: 0, y: 0, width: 100, height: 60, angle: 0, strokeColor: '#1e1e1e' },
  ...{ backgroundColor: 'transparent', fillStyle: 'solid', strokeWidth: 2, strokeStyle: 'solid', roughness: 0 },
  ...{ opacity: 100, groupIds: [], frameId: null, roundness: null, isDeleted: false, locked: false, link: null },
  ...more,
});

describe('a scene of Excalidraw', () => {
  test('keeps shapes, labels, looks, groups, frames, locks and links', async () => {
    const { elements, report } = await read(
      scene([
        box('a', {
          ...{
            type: 'diamond',
            backgroundColor: '#ffc9c9',
            fillStyle: 'cross-hatch',
            strokeStyle: 'dashed',
            roughness: 1,
          },
          ...{
            angle: 0.5,
            opacity: 40,
            groupIds: ['in', 'out'],
            frameId: 'f',
            locked: true,
            link: 'https://gesso.test/',
          },
        }),
        box('b', { groupIds: ['out'], link: 'javascript:alert(1)', roundness: { type: 3 } }),
        box('t', {
          type: 'text',
          containerId: 'a',
          text: 'two\nlines',
          originalText: 'two lines',
          fontSize: 24,
          fontFamily: 3,
          textAlign: 'center',
          verticalAlign: 'top',
        }),
        box('gone', { isDeleted: true }),
        box('f', { type: 'frame', x: -50, y: -50, width: 400, height: 400, name: 'Plan' }),
      ]),
    );
    const [frame, diamond, rect] = elements;
    expect(elements).toHaveLength(3);
    expect(frame).toMatchObject({ kind: 'frame', name: 'Plan', width: 400 });
    expect(diamond).toMatchObject({
      ...{
        kind: 'diamond',
        fill: '#ffc9c9',
        fillStyle: 'hachure',
        dash: 'dashed',
        edge: 'drawn',
        rotation: 0.5,
        opacity: 40,
      },
      ...{
        frame: frame?.id,
        locked: true,
        link: 'https://gesso.test/',
        text: 'two lines',
        size: 24,
        font: 'mono',
        valign: 'top',
      },
    });
    expect(rect).toMatchObject({ kind: 'rect', radius: 15, edge: 'clean', fill: 'none' });
    expect(rect).not.toHaveProperty('link');
    expect(diamond?.groups?.[1]).toBe(rect?.groups?.[0]);
    expect(report).toEqual({ carried: { frame: 1, diamond: 1, rect: 1 }, lost: {}, changed: { link: 1, style: 1 } });
  });

  test('ties arrows where their lines lead, and leaves ties to nothing away', async () => {
    const arrow = {
      type: 'arrow',
      x: 104,
      y: 30,
      points: [
        [0, 0],
        [92, 0],
      ],
      endArrowhead: 'triangle_outline',
      startArrowhead: null,
    };
    const { elements, report } = await read(
      scene([
        box('a'),
        box('b', { x: 200 }),
        box('one', {
          ...arrow,
          startBinding: { elementId: 'a', focus: 0, gap: 4 },
          endBinding: { elementId: 'b', focus: 0, gap: 4 },
        }),
        box('two', {
          ...arrow,
          startBinding: { elementId: 'two' },
          endBinding: { elementId: 'gone', focus: 0, gap: 4 },
        }),
        box('l', { type: 'text', containerId: 'one', text: 'yes', fontSize: 16, fontFamily: 5 }),
      ]),
    );
    const [a, b, one, two] = elements;
    expect(one).toMatchObject({
      ...{ kind: 'arrow', heads: ['none', 'hollow'], text: 'yes', font: 'hand' },
      start: { element: a?.id, at: [0.5, 0.5] },
      end: { element: b?.id, at: [0.5, 0.5] },
    });
    expect(two).not.toHaveProperty('end');
    expect(report.changed).toEqual({ tie: 1 });
  });

  test('keeps ink with its pressure, in parts where it is long, and pictures that are in the file', async () => {
    const long = Array.from({ length: 25_000 }, (_, i) => [i / 10, i % 7]);
    const { elements, report, pictures } = await read(
      scene(
        [
          box('ink', {
            type: 'freedraw',
            points: [
              [0, 0],
              [5, 5],
            ],
            pressures: [0.2, 0.8],
            simulatePressure: false,
          }),
          box('long', { type: 'freedraw', points: long, pressures: [], simulatePressure: true }),
          box('p', { type: 'image', fileId: 'file', scale: [1, 1] }),
          box('q', { type: 'image', fileId: 'file', scale: [-1, 1] }),
          box('r', { type: 'image', fileId: 'remote', scale: [1, 1] }),
          box('s', { type: 'image', fileId: 'script', scale: [1, 1] }),
        ],
        {
          file: { mimeType: 'image/png', dataURL: dot },
          remote: { mimeType: 'image/png', dataURL: 'https://example.com/a.png' },
          script: { mimeType: 'text/html', dataURL: 'data:text/html;base64,PHNjcmlwdD4=' },
        },
      ),
    );
    const [ink, ...rest] = elements;
    expect(ink).toMatchObject({ kind: 'stroke' });
    expect([...((ink as { points?: { pressure?: Uint8Array } }).points?.pressure ?? [])]).toEqual([51, 204]);
    const parts = rest.filter(({ kind }) => kind === 'stroke');
    expect(parts).toHaveLength(3);
    expect(new Set(parts.map(({ groups }) => groups?.[0])).size).toBe(1);
    const images = rest.filter(
      (element): element is Extract<NewElement, { kind: 'image' }> => element.kind === 'image',
    );
    expect(images).toHaveLength(2);
    expect([...(pictures?.keys() ?? [])]).toEqual(images.map(({ asset }) => asset));
    expect([...(pictures?.values() ?? [])].map(({ mirror }) => mirror)).toEqual([undefined, { x: true, y: false }]);
    expect(report).toMatchObject({ lost: { picture: 2 }, changed: { ink: 1 } });
    expect(report.changed.style).toBeUndefined();
  });

  test('keeps the color of a label as a text over its shape, and what is filled filled, each in a group of its own', async () => {
    const closed = [
      [0, 0],
      [60, 0],
      [60, 40],
      [30, 10],
      [0, 40],
      [1, 1],
    ];
    const { elements, report } = await read(
      scene([
        box('a', { strokeColor: '#1971c2', groupIds: ['g'], angle: 0.5 }),
        box('t', {
          type: 'text',
          containerId: 'a',
          text: 'two\nlines',
          x: 10,
          y: 20,
          width: 80,
          strokeColor: '#1e1e1e',
        }),
        box('l', { type: 'line', points: closed, backgroundColor: '#ffc9c9', opacity: 50, groupIds: ['g'] }),
        box('open', { type: 'line', points: closed.slice(0, 4), backgroundColor: '#ffc9c9' }),
        box('ink', { type: 'freedraw', points: closed, backgroundColor: '#b2f2bb', fillStyle: 'hachure', x: 300 }),
      ]),
    );
    const [rect, words, ...rest] = elements;
    expect(rect).toMatchObject({ kind: 'rect', color: '#1971c2' });
    expect(rect).not.toMatchObject({ text: 'two lines' });
    expect(words).toMatchObject({ kind: 'text', text: 'two\nlines', color: '#1e1e1e', x: 0, y: 20, width: 100 });
    expect(words?.groups).toEqual(rect?.groups);
    expect(rect?.groups).toHaveLength(2);
    const fills = rest.filter((one) => one.kind === 'stroke' && one.brush === 'marker');
    const lines = rest.filter(({ kind }) => kind === 'line');
    expect(lines).toHaveLength(2);
    const fill = fills.filter((one) => one.kind === 'stroke' && one.color === '#ffc9c9');
    expect(fill.length).toBeGreaterThan(0);
    for (const one of fill) {
      expect(one).toMatchObject({ opacity: 50 });
      expect(one.groups).toEqual(lines[0]?.groups);
    }
    expect(lines[0]?.groups).toHaveLength(2);
    expect(lines[1]?.groups).toEqual([]);
    expect(fills.length).toBeGreaterThan(fill.length);
    expect(report.changed).toEqual({ label: 1, fill: 2 });
    expect(elements.map(({ kind }) => kind).indexOf('stroke')).toBeLessThan(
      elements.map(({ kind }) => kind).indexOf('line'),
    );
  });

  test('of a dark ground is seen on a light one', async () => {
    const dark = { ...scene([box('a', { strokeColor: '#ffffff' }), box('b', { strokeColor: '#e03131' })]) };
    const { elements, report } = await read({ ...dark, appState: { viewBackgroundColor: '#121212' } });
    expect(elements).toMatchObject([{ color: '#000000' }, { color: '#e03131' }]);
    expect(report.changed).toEqual({ ground: 1 });
  });

  test('that was made to do harm is trimmed', async () => {
    const { elements, report } = await read(
      JSON.parse(
        `{"type":"excalidraw","elements":[{"__proto__":{"type":"rectangle"},"id":"x"},
        {"id":"y","type":"text","containerId":"y","x":0,"y":0,"text":${JSON.stringify('x'.repeat(30_000))}},
        {"id":"z","type":"rectangle","x":"1","y":0},{"id":"z","type":"rectangle","x":1e300,"y":0,"width":1,"height":1},
        {"id":"w","type":"rectangle","x":0,"y":0,"width":-50,"height":20,"frameId":"w","groupIds":${JSON.stringify(Array.from({ length: 90 }, (_, i) => `g${i}`))}},
        {"id":"v","type":"freedraw","x":0,"y":0,"points":{"length":9}},
        null,7,[],{"type":"embeddable","x":0,"y":0},{"type":"toString","x":0,"y":0}]}`,
      ),
    );
    expect(elements.map(({ kind }) => kind)).toEqual(['text', 'rect']);
    expect(elements[1]).toMatchObject({ x: -50, width: 50 });
    expect(elements[1]?.groups).toHaveLength(32);
    expect(report.lost).toEqual({ unreadable: 7, embed: 1, unknown: 1 });
    expect(report.changed).toMatchObject({ text: 1, groups: 1 });
  });
});

test('what no board holds is left out of its piece alone', async () => {
  const far = {
    ...box('far'),
    type: 'freedraw',
    pressures: [],
    points: [
      [0, 0],
      [1e300, 5],
    ],
  };
  const { elements, report, pieces } = await read({
    type: 'excalidrawlib',
    version: 1,
    library: [[box('a'), far], [box('b')]],
  });
  expect(report.lost).toEqual({ unreadable: 1 });
  expect(pieces?.map((piece) => piece.elements)).toEqual([1, 1]);
  for (const { x, y } of elements) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1_000);
});

test('the pieces of a library lie beside each other, each a group', async () => {
  const piece = [box('a'), box('b', { x: 120 })];
  for (const library of [
    { type: 'excalidrawlib', version: 2, libraryItems: [{ elements: piece }, { elements: piece }, {}] },
    { type: 'excalidrawlib', version: 1, library: [piece, piece, 7] },
  ]) {
    const { elements } = await read(library);
    expect(elements).toHaveLength(4);
    const [a, b, c] = elements;
    expect(a?.groups).toEqual(b?.groups);
    expect(a?.groups).not.toEqual(c?.groups);
    expect([c?.x, c?.y]).not.toEqual([a?.x, a?.y]);
  }
});

const data = process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const folders = ['excalidraw', 'ink'].map((name) => join(data, name)).filter((path) => existsSync(path));
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.excalidraw(?:lib)?$/.test(name))
    .map((name) => join(folder, name)),
);
if (files.length === 0) console.log('no real files of Excalidraw here: REAL_DATA');

interface Given {
  readonly id: string;
  readonly type: string;
  readonly isDeleted?: boolean;
  readonly containerId?: string | null;
  readonly fileId?: string;
  readonly strokeColor?: string;
}

/** Ink that fills an area. */
const isFill = (element: NewElement): boolean => element.kind === 'stroke' && element.brush === 'marker';

describe.runIf(files.length > 0)('real files', () => {
  test.each(files.map((path) => [path.slice(data.length + 1), path]))(
    '%s comes with all that is in it',
    async (_name, path) => {
      const file = JSON.parse(readFileSync(path, 'utf8'));
      const { elements, report, pictures } = await readExcalidraw(
        new Uint8Array(readFileSync(path)),
        async () => undefined,
      );
      const scenes: Given[][] = (file.libraryItems ?? file.library)?.map((item: unknown) =>
        Array.isArray(item) ? item : (item as { elements: Given[] }).elements,
      ) ?? [file.elements];
      const expected: Record<string, number> = {};
      const count = (kind: string, n = 1) => {
        expected[kind] = (expected[kind] ?? 0) + n;
      };
      for (const given of scenes) {
        const there = given.filter(({ isDeleted }) => isDeleted !== true);
        const labeled = new Set<string>();
        for (const one of there) {
          const container = there.find(({ id }) => id === one.containerId);
          const isLabel =
            one.type === 'text' &&
            container &&
            !labeled.has(container.id) &&
            ['rectangle', 'ellipse', 'diamond', 'arrow'].includes(container.type);
          if (isLabel) labeled.add(container.id);
          const outline = container?.strokeColor;
          const isApart = container?.type !== 'arrow' && outline !== 'transparent' && outline !== one.strokeColor;
          if (!isLabel || isApart)
            count({ rectangle: 'rect', freedraw: 'stroke', draw: 'stroke' }[one.type] ?? one.type);
        }
      }
      expect(report.lost).toEqual({});
      const heads = report.carried.arrow ?? 0;
      const fills = elements.filter(isFill).length;
      if (fills > 0) count('stroke', fills);
      expect(fills > 0).toBe((report.changed.fill ?? 0) > 0);
      expect({ ...report.carried, line: (report.carried.line ?? 0) + heads, arrow: 0 }).toEqual({
        ...{ ...expected, line: (expected['line'] ?? 0) + (expected['arrow'] ?? 0), arrow: 0 },
      });
      expect(elements).toHaveLength(Object.values(expected).reduce((sum, n) => sum + n, 0));
      expect(pictures?.size ?? 0).toBe(
        Object.keys(file.files ?? {}).filter((id) =>
          file.elements.some((one: Given) => one.fileId === id && one.isDeleted !== true),
        ).length,
      );
    },
  );
});
