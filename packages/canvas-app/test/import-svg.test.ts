import { describe, expect, test } from 'vitest';
import { readSvgShapes } from '../src/features/import/formats/svg.ts';
import { matrixOf } from '../src/features/import/formats/svg-matrix.ts';
import { subpathsOf } from '../src/features/import/formats/svg-path.ts';
import { formatOf } from '../src/features/import/formats.ts';

const read = (text: string) => readSvgShapes(new TextEncoder().encode(text), async () => undefined);
const svg = (inner: string, attributes = '') =>
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`;
const rounded = (numbers: Iterable<number>) => [...numbers].map((n) => Math.round(n * 100) / 100);
const pointsOf = (element: object | undefined) =>
  rounded((element as { points?: { xy: Float32Array } } | undefined)?.points?.xy ?? []);

describe('an SVG', () => {
  test('of nothing but what a board has comes as shapes in one group, transforms and looks with them', async () => {
    const { elements, report } = await read(
      svg(
        `<style>.a{fill:#0f0;stroke:navy}</style><g transform="translate(10 20) scale(2)" stroke-width="3" opacity=".5">
        <rect class="a" x="1" y="2" width="10" height="20" rx="2" transform="rotate(90)"/>
        <circle cx="5" cy="5" r="5" fill="none" style="stroke: rgb(255, 0, 0); stroke-dasharray: 9 4"/></g>
        <a href="https://gesso.test/"><line x1="0" y1="0" x2="10" y2="0" stroke="red" marker-end="url(#m)"/></a>
        <polyline points="0,0 5,5 10,0" fill="none" stroke="black"/><text x="50" y="40" text-anchor="middle" font-size="10">a &lt;b&gt;</text>
        <defs><g id="two"><rect width="4" height="4" fill="#123456"/></g></defs><use href="#two" x="100"/><use xlink:href="#two" y="7"/>`,
        'viewBox="0 0 100 100" width="200" height="200"',
      ),
    );
    const [rect, circle, line, bend, text, first, second] = elements;
    expect(report).toEqual({ carried: { rect: 3, ellipse: 1, arrow: 1, line: 1, text: 1 }, lost: {}, changed: {} });
    expect(rect).toMatchObject({
      width: 40,
      height: 80,
      fill: '#00ff00',
      color: '#000080',
      strokeWidth: 12,
      opacity: 50,
      radius: 8,
    });
    expect(rect).toMatchObject({ rotation: Math.PI / 2, x: -48, y: 24 });
    expect(circle).toMatchObject({ kind: 'ellipse', fill: 'none', color: '#ff0000', dash: 'dashed', width: 40 });
    expect(line).toMatchObject({ kind: 'arrow', heads: ['none', 'arrow'], link: 'https://gesso.test/' });
    expect(pointsOf(bend)).toEqual([0, 0, 10, 10, 20, 0]);
    expect(text).toMatchObject({ text: 'a <b>', size: 20, align: 'center' });
    expect(first).toMatchObject({ x: 200, y: 0, fill: '#123456', strokeWidth: 0 });
    expect(second).toMatchObject({ x: 0, y: 14 });
    expect(new Set(elements.map(({ groups }) => groups?.[0])).size).toBe(1);
  });

  test.each([
    ['a filled outline', '<path d="M0 0L9 9L0 9Z"/>'],
    ['a gradient', '<rect width="9" height="9" fill="url(#g)"/>'],
    ['a mask', '<rect width="9" height="9" mask="url(#g)"/>'],
    ['a picture elsewhere', '<image href="https://elsewhere.test/a.png" width="9" height="9"/>'],
    ['moved letters', '<text x="1" y="9" dx="4">a</text>'],
    ['moved lines', '<text x="1" y="9" dy="4">a</text>'],
    ['bold letters', '<text y="9" font-weight="bold">a</text>'],
    ['slanted letters', '<g style="font-style:italic"><text y="9">a</text></g>'],
    ['letters that hang', '<text y="9" dominant-baseline="hanging">a</text>'],
    ['letters in colors', '<text y="9">a<tspan fill="red">b</tspan></text>'],
    ['columns', '<text y="9"><tspan x="1">a</tspan><tspan x="50">b</tspan></text>'],
    ['a transform in its style', '<rect width="9" height="9" style="transform:rotate(9deg)"/>'],
    ['rules that are not read', '<style>g > rect{fill:red}</style><rect width="9" height="9"/>'],
    ['a page in it', '<rect width="9" height="9"/><foreignObject><p/></foreignObject>'],
    ['a script', '<rect width="9" height="9"/><script>alert(1)</script>'],
    ['a copy of what is elsewhere', '<rect width="9" height="9"/><use href="https://elsewhere.test/a.svg#b"/>'],
  ])('with %s stays the picture it is', async (_name, inner) => {
    await expect(read(svg(inner))).rejects.toMatchObject({ detail: 'file.empty' });
  });

  test('has comments in its style sheet, and lines in its text', async () => {
    const { elements } = await read(
      svg(
        '<style>/* one */ .a /* {two} */ {fill:#0f0}</style><rect class="a" width="9" height="9"/><text x="1" y="9"><tspan x="1">a</tspan><tspan x="1" dy="1.2em">b</tspan></text>',
      ),
    );
    expect(elements).toMatchObject([{ fill: '#00ff00' }, { text: 'a\nb' }]);
  });

  test('of one path in very many parts comes with all of them', async () => {
    const { elements } = await read(svg(`<path stroke="red" fill="none" d="${'M0 0h1'.repeat(130_000)}"/>`));
    expect(elements).toHaveLength(130_000);
  }, 60_000);

  test.each([
    ['path', `<path id="a" stroke="red" fill="none" d="M0 0${'t1 1'.repeat(20_000)}"/>`, 5],
    ['line of points', `<polyline id="a" stroke="red" fill="none" points="${'1 1 '.repeat(20_000)}"/>`, 60],
    ['path of no length', `<path id="a" stroke="red" d="${'M1 1'.repeat(20_000)}"/>`, 60],
  ])('that names one %s very often is refused', async (_name, long, times) => {
    const source = svg(`<defs>${long}</defs>${'<use href="#a"/>'.repeat(times)}`);
    await expect(read(source)).rejects.toMatchObject({ detail: 'file.tooMany' });
  });

  test('that is hostile is refused with a reason', async () => {
    const nested = `<g>${'<g>'.repeat(500)}`;
    await expect(read(svg(nested))).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(read('<svg')).rejects.toMatchObject({ detail: 'file.damaged' });
    const loop = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>';
    await expect(read(svg(loop))).rejects.toMatchObject({ detail: 'file.empty' });
    const level = (i: number) => `<g id="l${i}">${`<use href="#l${i + 1}"/>`.repeat(10)}</g>`;
    const bomb = `<defs>${Array.from({ length: 8 }, (_, i) => level(i)).join('')}<g id="l8"><rect width="1" height="1"/></g></defs><use href="#l0"/>`;
    await expect(read(svg(bomb))).rejects.toMatchObject({ detail: 'file.tooMany' });
    const lol = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const { elements } = await read(`${lol}<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>`);
    expect(elements).toMatchObject([{ text: '&b;' }]);
    await expect(
      read(svg('<rect width="1e999" height="NaN"/><path stroke="red" fill="none" d="M1e300 0L0 1e308"/>')),
    ).rejects.toMatchObject({ detail: 'file.empty' });
  });

  test('as WBO saves its boards comes as ink and shapes, with what could not be carried', async () => {
    const { elements, report } = await read(
      svg(
        `<defs id="defs"></defs><g id="drawingArea">
        <path id="l1" stroke="#ff4136" stroke-width="10" opacity="0.5" d="M 10 20 L 10 20 C 10 20 30 40 50 60 C 60 70 70 70 80 70"></path>
        <rect id="r" x="1" y="2" width="30" height="40" stroke="#001f3f" stroke-width="4" fill="none"/>
        <line id="s" x1="0" y1="0" x2="9" y2="9" stroke="#001f3f" stroke-width="4"/>
        <text id="t" x="5" y="50" font-size="32" fill="#0074d9">Hi</text>
        <image href="https://elsewhere.test/x.png" width="9" height="9"/></g><g id="cursors"></g>`,
        'id="canvas" style="fill:none"',
      ),
    );
    expect(report).toEqual({ carried: { stroke: 2, rect: 1, text: 1 }, lost: { picture: 1 }, changed: {} });
    expect(elements[0]).toMatchObject({ kind: 'stroke', color: '#ff4136', width: 10, opacity: 50, x: 10, y: 20 });
    expect(pointsOf(elements[0])).toEqual([0, 0, 0, 0, 40, 40, 70, 50]);
  });

  test('is recognised by its beginning', async () => {
    expect(await formatOf(new Blob([svg('')]), 'x')).toBe('shapes');
    expect(await formatOf(new Blob(['<p><svg></svg></p>']), 'x.html')).toBeUndefined();
  });
});

describe('path data', () => {
  test.each([
    [
      'M1 2 3 4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'm1,2h3v-4z',
      [
        [1, 2],
        [4, 2],
        [4, -2],
        [1, 2],
      ],
    ],
    [
      'M0 0L1 1M5 5l1-1',
      [
        [0, 0],
        [1, 1],
      ],
    ],
    ['M0 0a1 1 0 012 0', undefined],
    ['M0 0L1 oops', undefined],
    ['L', undefined],
  ])('%s', (data, points) => {
    const [first] = subpathsOf(data, false);
    if (points !== undefined) expect(first?.points.map(({ x, y }) => [x, y])).toEqual(points);
    for (const { x, y } of first?.points ?? []) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });

  test('ends where its curves and arcs end', () => {
    for (const data of ['M0 0C1 1 2 2 3 3S5 5 6 6', 'M0 0Q3 3 4 0T6 6', 'M0 0A3 3 0 0 1 6 6', 'M0 0A9 2 30 1 0 6 6'])
      expect(subpathsOf(data, false)[0]?.points.at(-1)).toEqual({ x: 6, y: 6 });
    const half = subpathsOf('M0 0A5 5 0 0 1 10 0', false)[0]?.points ?? [];
    expect(Math.min(...half.map(({ y }) => y))).toBeCloseTo(-5, 1);
  });

  test('of transforms', () => {
    expect(rounded(matrixOf('translate(10) rotate(90 5 5) scale(2)'))).toEqual([0, 2, -2, 0, 20, 0]);
    expect(matrixOf('spin(9) scale(x')).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

test('a beginning of nothing but comments is looked through in a moment', async () => {
  expect(await formatOf(new Blob(['<!---->'.repeat(5_000)]), 'x')).toBeUndefined();
});
