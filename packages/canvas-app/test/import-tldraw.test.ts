import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { readTldraw } from '../src/features/import/formats/tldraw.ts';
import { formatOf } from '../src/features/import/formats.ts';

const bytesOf = (file: unknown) => new TextEncoder().encode(JSON.stringify(file));
const read = (file: unknown) => readTldraw(bytesOf(file), async () => undefined);

const store = (records: readonly unknown[], schemaVersion = 2) => ({
  tldrawFileFormatVersion: 1,
  schema: { schemaVersion, sequences: {} },
  records: [{ typeName: 'page', id: 'page:a', index: 'a1', name: 'Page 1' }, ...records],
});

const shape = (id: string, type: string, props: object, more: object = {}) => ({
  ...{ typeName: 'shape', id: `shape:${id}`, type, parentId: 'page:a', index: `a${id}`, x: 0, y: 0, rotation: 0 },
  ...{ opacity: 1, isLocked: false, props: { color: 'black', size: 'm', dash: 'draw', font: 'draw', ...props } },
  ...more,
});
const box = (id: string, more: object = {}, props: object = {}) =>
  shape(id, 'geo', { geo: 'rectangle', w: 100, h: 60, fill: 'none', text: '', ...props }, more);

const pointsOf = (element: NewElement | undefined) =>
  element !== undefined && 'points' in element ? [...element.points.xy].map((n) => Math.round(n)) : [];

describe('a file of tldraw', () => {
  test('keeps shapes, notes, words with their marks, looks, groups, frames, locks and links', async () => {
    const richText = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Hello ' },
            { type: 'text', text: 'you', marks: [{ type: 'bold' }] },
          ],
        },
        {
          type: 'bulletList',
          content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'one' }] }] }],
        },
      ],
    };
    const { elements, report } = await read(
      store([
        box(
          '2',
          { opacity: 0.4, isLocked: true },
          { geo: 'cloud', color: 'blue', fill: 'pattern', dash: 'dashed', url: 'https://gesso.test/' },
        ),
        shape('1', 'frame', { w: 400, h: 300, name: 'Plan' }, { x: 10, y: 20 }),
        shape('3', 'note', { richText, growY: 40, color: 'yellow' }, { parentId: 'shape:1', x: 5, y: 6 }),
        shape('4', 'group', {}, { x: 100, y: 100 }),
        shape(
          '5',
          'text',
          { text: 'wrapped', w: 150, autoSize: false, textAlign: 'middle', scale: 2 },
          { parentId: 'shape:4', x: 1, y: 2 },
        ),
        box('6', { parentId: 'shape:4', rotation: Math.PI / 2 }, { geo: 'heart' }),
      ]),
    );
    const [frame, note, cloud, text, heart] = elements;
    expect(elements).toHaveLength(5);
    expect(frame).toMatchObject({ kind: 'frame', name: 'Plan', x: 10, y: 20, width: 400 });
    expect(note).toMatchObject({ kind: 'sticky', x: 15, y: 26, height: 240, frame: frame?.id, color: '#fed49a' });
    expect(note).toMatchObject({ text: 'Hello you\n• one', marks: [{ from: 6, to: 9, bold: true }] });
    expect(cloud).toMatchObject({
      kind: 'rect',
      form: 'cloud',
      color: '#4465e9',
      fillStyle: 'hachure',
      dash: 'dashed',
    });
    expect(cloud).toMatchObject({ opacity: 40, locked: true, link: 'https://gesso.test/', edge: 'clean' });
    expect(text).toMatchObject({ kind: 'text', x: 101, y: 102, width: 300, size: 48, align: 'center' });
    expect(text?.groups).toEqual(heart?.groups);
    // Turned about its corner there, about its middle here.
    expect(heart).toMatchObject({ kind: 'ellipse', x: 20, y: 120 });
    expect(report).toEqual({
      carried: { frame: 1, sticky: 1, rect: 1, text: 1, ellipse: 1 },
      lost: {},
      changed: { style: 1 },
    });
  });

  test.each([1, 2])('ties arrows as schema %i says, and bends them', async (version) => {
    const tie = (to: string) => ({
      isPrecise: true,
      isExact: false,
      normalizedAnchor: { x: 0.25, y: 0.5 },
      boundShapeId: to,
    });
    const record = (terminal: string, toId: string) => ({
      typeName: 'binding',
      id: `binding:${terminal}`,
      type: 'arrow',
      fromId: 'shape:3',
      toId,
      props: { ...tie(toId), terminal },
    });
    const ends =
      version === 1
        ? { start: { type: 'binding', ...tie('shape:1') }, end: { type: 'binding', ...tie('shape:2') } }
        : { start: { x: 0, y: 0 }, end: { x: 1, y: 1 } };
    const { elements, report } = await read(
      store(
        [
          box('1'),
          box('2', { x: 200 }),
          shape(
            '3',
            'arrow',
            { ...ends, bend: -50, arrowheadStart: 'none', arrowheadEnd: 'triangle', text: 'yes' },
            { x: 7, y: 9 },
          ),
          shape('4', 'arrow', {
            start: { x: 0, y: 0 },
            end: { type: 'binding', boundShapeId: 'shape:gone' },
            bend: 0,
            arrowheadEnd: 'arrow',
          }),
          ...(version === 2 ? [record('start', 'shape:1'), record('end', 'shape:2')] : []),
        ],
        version,
      ),
    );
    const [one, two, tied, loose] = elements;
    expect(tied).toMatchObject({
      kind: 'arrow',
      heads: ['none', 'triangle'],
      text: 'yes',
      route: 'curved',
      x: 7,
      y: 9,
    });
    expect(tied).toMatchObject({
      start: { element: one?.id, at: [0.25, 0.5] },
      end: { element: two?.id, at: [0.25, 0.5] },
    });
    expect(pointsOf(tied)).toEqual([18, 21, 118, -29, 218, 21]);
    expect(loose).not.toHaveProperty('end');
    expect(report.changed).toEqual({ tie: 1 });
  });

  test('keeps ink and lines however a version packs them, pictures in the file, and pages side by side', async () => {
    const packed = btoa(
      String.fromCharCode(...new Uint8Array(new Float32Array([1, 2, 0.5]).buffer), 0, 0x48, 0, 0xc0, 0, 0),
    );
    const dot =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const { elements, report, pictures } = await read(
      store([
        { typeName: 'page', id: 'page:b', index: 'a2' },
        shape('1', 'draw', {
          segments: [
            {
              type: 'free',
              points: [
                { x: 0, y: 0, z: 0.2 },
                { x: 5, y: 5, z: 0.8 },
              ],
            },
          ],
          isPen: true,
        }),
        shape('2', 'highlight', { segments: [{ type: 'free', path: packed }] }),
        shape(
          '3',
          'line',
          { points: { q: { index: 'a2', x: 50, y: 0 }, p: { index: 'a1', x: 0, y: 0 } }, spline: 'line' },
          { parentId: 'page:b' },
        ),
        shape('4', 'image', {
          assetId: 'asset:in',
          w: 20,
          h: 10,
          crop: { topLeft: { x: 0, y: 0.5 }, bottomRight: { x: 1, y: 1 } },
        }),
        shape('5', 'image', { assetId: 'asset:out', w: 20, h: 10 }),
        shape('6', 'bookmark', { assetId: 'asset:page', w: 300, h: 320, url: 'https://gesso.test/' }),
        shape('7', 'video', { w: 1, h: 1 }),
        { typeName: 'asset', id: 'asset:in', type: 'image', props: { src: dot } },
        { typeName: 'asset', id: 'asset:out', type: 'image', props: { src: 'https://elsewhere.test/a.png' } },
        { typeName: 'asset', id: 'asset:page', type: 'bookmark', props: { title: 'A page' } },
      ]),
    );
    const [pen, marker, image, bookmark, line] = elements;
    expect(pen).toMatchObject({ kind: 'stroke', points: { pressure: new Uint8Array([51, 204]) } });
    expect(marker).toMatchObject({ kind: 'stroke', brush: 'highlighter' });
    expect(pointsOf(marker)).toEqual([1, 2, 9, 0]);
    expect(image).toMatchObject({ kind: 'image', crop: [0, 0.5, 1, 0.5] });
    expect(pictures?.size).toBe(1);
    expect(bookmark).toMatchObject({ text: 'A page', link: 'https://gesso.test/' });
    expect(line).toMatchObject({ kind: 'line', x: 500 });
    expect(pointsOf(line)).toEqual([0, 0, 50, 0]);
    expect(report.lost).toEqual({ picture: 1, unknown: 1 });
    expect(report.changed).toEqual({ embed: 1, pages: 1 });
  });

  test('that is hostile is refused with a reason, or what of it makes no sense is left out', async () => {
    await expect(read({ tldrawFileFormatVersion: 1, schema: { schemaVersion: 3 }, records: [] })).rejects.toMatchObject(
      { detail: 'file.newer' },
    );
    await expect(read({ tldrawFileFormatVersion: 1, records: 7 })).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(read({ document: { pages: {} } })).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(read(store(new Array(250_001).fill(0)))).rejects.toMatchObject({ detail: 'file.tooMany' });
    const whole = bytesOf(store([box('1')]));
    await expect(readTldraw(whole.slice(0, -20), async () => undefined)).rejects.toMatchObject({
      detail: 'file.damaged',
    });
    const deep = Array.from({ length: 500 }, (_, i) =>
      shape(`d${i}`, 'group', {}, { parentId: i === 0 ? 'page:a' : `shape:d${i - 1}` }),
    );
    const { elements, report } = await read(
      store([
        ...deep,
        box('a', { x: 1e300 }),
        box('b', { x: 'left', rotation: null }, { w: -5, h: 'tall', text: 7, richText: [[]] }),
        shape('c', 'group', {}, { parentId: 'shape:d' }),
        shape('d', 'group', {}, { parentId: 'shape:c' }),
        shape('e', 'draw', { segments: [{ path: '!!' }, { points: [{ x: null }] }] }),
        shape('f', 'toString', {}),
        shape('g', 'arrow', { start: 3 }),
        shape('h', 'line', { points: { __proto__: null } }),
        null,
        { typeName: 'shape' },
        { typeName: 'binding', fromId: 7 },
      ]),
    );
    expect(elements.length).toBeLessThanOrEqual(2);
    expect(report.lost.unreadable).toBeGreaterThan(435);
    expect(report.lost.unknown).toBe(1);
  });

  test('keeps words whose marks a board does not hold', async () => {
    const run = (text: string, ...marks: object[]) => ({ type: 'text', text, marks });
    const rich = (...content: object[]) => ({ richText: { type: 'doc', content: [{ type: 'paragraph', content }] } });
    const link = (href: string) => ({ type: 'link', attrs: { href } });
    const runs = Array.from({ length: 2_500 }, (_, i) =>
      run('a', ...(i % 2 === 0 ? [{ type: 'bold' }] : [{ type: 'italic' }])),
    );
    const { elements, report } = await read(
      store([
        box('1', {}, rich(run('call', link('tel:123')), run('me', { type: 'bold' }, link('/about')))),
        box('2', {}, rich(run('x'.repeat(19_999)), run('yz', { type: 'bold' }), run('w', { type: 'code' }))),
        box('3', {}, rich(...runs)),
      ]),
    );
    expect(elements[0]).toMatchObject({ text: 'callme', marks: [{ from: 4, to: 6, bold: true }] });
    expect(elements[1]).toMatchObject({ marks: [{ from: 19_999, to: 20_000, bold: true }] });
    expect(elements[2]).toMatchObject({ text: 'a'.repeat(2_500), marks: { length: 2_000 } });
    expect(report).toEqual({ carried: { rect: 3 }, lost: {}, changed: { link: 2, text: 2 } });
  });

  test('has each shape once, however many pages are called alike or are in each other', async () => {
    const pages = Array.from({ length: 300 }, () => ({ typeName: 'page', id: 'page:a', index: 'a2', name: 'Again' }));
    const inside = Array.from({ length: 60 }, (_, i) => ({
      typeName: 'page',
      id: `shape:d${i}`,
      index: 'a3',
      name: '',
    }));
    const deep = Array.from({ length: 60 }, (_, i) =>
      shape(`d${i}`, 'group', {}, { parentId: i === 0 ? 'page:a' : `shape:d${i - 1}` }),
    );
    const boxes = Array.from({ length: 300 }, (_, i) => box(`b${i}`, { parentId: 'shape:d59' }));
    const { elements, report } = await read(store([...pages, ...inside, ...deep, ...boxes]));
    expect(elements).toHaveLength(300);
    expect(report.lost).toEqual({});
  });

  test('is recognised by its name and by its beginning', async () => {
    expect(await formatOf(new Blob([bytesOf(store([]))]), 'x')).toBe('tldraw');
    expect(await formatOf(new Blob(['{}']), 'x.tldr')).toBe('tldraw');
  });
});

const data = join(process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'tldr');
const files = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith('.tldr')) : [];
if (files.length === 0) console.log('no real files of tldraw here: REAL_DATA');

const kindOf: Readonly<Record<string, string>> = {
  ...{
    draw: 'stroke',
    highlight: 'stroke',
    note: 'sticky',
    text: 'text',
    frame: 'frame',
    arrow: 'arrow',
    line: 'line',
  },
};

describe.runIf(files.length > 0)('real files', () => {
  test.each(files)('%s comes with all that is in it', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(data, name)));
    const records: { typeName: string; type: string; id: string; toId: string; props: { geo: string } }[] = JSON.parse(
      new TextDecoder().decode(bytes),
    ).records;
    const { elements, report } = await readTldraw(bytes, async () => undefined);
    const shapes = records.filter(({ typeName }) => typeName === 'shape');
    const expected: Record<string, number> = {};
    for (const { type, props } of shapes) {
      if (type === 'group' || type === 'image') continue;
      const kind =
        type === 'geo' ? (['ellipse', 'diamond'].includes(props.geo) ? props.geo : 'rect') : (kindOf[type] ?? type);
      expected[kind] = (expected[kind] ?? 0) + 1;
    }
    expect(report.carried).toEqual(expected);
    const images = shapes.filter(({ type }) => type === 'image').length;
    expect(report.lost).toEqual(images === 0 ? {} : { picture: images });
    const groups = new Set(shapes.filter(({ type }) => type === 'group').map(({ id }) => id));
    const ties = records.filter(({ typeName, toId }) => typeName === 'binding' && !groups.has(toId)).length;
    const tied = elements.flatMap((one) => ('start' in one || 'end' in one ? [one.start, one.end] : []));
    expect(tied.filter((tie) => tie !== undefined)).toHaveLength(ties);
  });
});
