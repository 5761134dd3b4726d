import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Read } from '../src/features/import/format.ts';
import { readDelimited } from '../src/features/import/formats/delimited.ts';
import { readInkml } from '../src/features/import/formats/inkml.ts';
import { readMarkdown } from '../src/features/import/formats/markdown.ts';
import { readPointLists } from '../src/features/import/formats/point-lists.ts';

const reader = (read: Read) => (text: string | Uint8Array<ArrayBuffer>) =>
  read(typeof text === 'string' ? new TextEncoder().encode(text) : text, async () => undefined);
const table = reader(readDelimited);
const markdown = reader(readMarkdown);
const points = reader(readPointLists);
const inkml = reader(readInkml);

const cellsOf = (elements: readonly object[]) => (elements[0] as { cells?: unknown } | undefined)?.cells;

describe('separated text', () => {
  test.each([
    [
      'commas',
      'a,b\n1,"two, ""2"""\n',
      [
        ['a', 'b'],
        ['1', 'two, "2"'],
      ],
    ],
    [
      'tabs, and rows that are short',
      'a\tb\r\nonly\r\n',
      [
        ['a', 'b'],
        ['only', ''],
      ],
    ],
    [
      'semicolons, and lines in a cell',
      'a;b;c\n"x\ny";2;',
      [
        ['a', 'b', 'c'],
        ['x\ny', '2', ''],
      ],
    ],
    [
      'a quote that never ends',
      'a,b\n"x,y',
      [
        ['a', 'b'],
        ['x,y', ''],
      ],
    ],
  ])('of %s is a table', async (_name, text, cells) => {
    const { elements, report } = await table(text);
    expect(cellsOf(elements)).toEqual(cells);
    expect(report).toEqual({ carried: { table: 1 }, lost: {}, changed: {} });
  });

  test('as Windows writes it is read, and what a table has no room for is counted', async () => {
    expect(cellsOf((await table(new Uint8Array([0x61, 0x2c, 0xe9]))).elements)).toEqual([['a', 'é']]);
    expect(cellsOf((await table(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0]))).elements)).toEqual([
      ['a', 'b'],
    ]);
    const { elements, report } = await table(Array.from({ length: 1_000 }, (_, i) => `${i},x`).join('\n'));
    expect(cellsOf(elements)).toHaveLength(500);
    expect(report.lost).toEqual({ cells: 1_000 });
    const wide = await table(`${'x,'.repeat(300)}x\n`.repeat(90));
    expect(cellsOf(wide.elements)).toHaveLength(50);
    expect(wide.report.lost).toEqual({ cells: 90 * 301 - 5_000 });
    expect((await table(' \n,,\n')).elements).toEqual([]);
    expect((await table('"'.repeat(200_000))).elements).toHaveLength(1);
  });
});

describe('Markdown', () => {
  test('with what belongs together is a mind map, with marks', async () => {
    const { elements, report } = await markdown(
      '# Plan\n\nWhy we *do* it\n\n- one **bold**\n  - [x] deep\n- [site](https://gesso.test/) and [no](javascript:alert)\n',
    );
    expect(report.carried).toEqual({ rect: 5, line: 4 });
    const boxes = elements.filter(({ kind }) => kind === 'rect') as { text?: string; marks?: unknown; x: number }[];
    expect(boxes.map(({ text }) => text).sort()).toEqual(
      ['Plan', 'Why we do it', 'one bold', 'site and no', '☑ deep'].sort(),
    );
    expect(boxes.find(({ text }) => text === 'one bold')?.marks).toEqual([{ from: 4, to: 8, bold: true }]);
    expect(boxes.find(({ text }) => text === 'site and no')?.marks).toEqual([
      { from: 0, to: 4, link: 'https://gesso.test/' },
    ]);
    const root = elements.find((one) => 'text' in one && one.text === 'Plan');
    const ties = elements.filter((one) => 'start' in one && one.start?.element === root?.id);
    expect(ties).toHaveLength(3);
  });

  test('takes as long as it is, and a heading ends where its letters do', async () => {
    const blanks = ' '.repeat(19_000);
    const { elements } = await markdown(`# A ##\n## C#\n${`# ${blanks}\u2028- ${blanks}b\u2028`.repeat(40)}`);
    expect(
      elements
        .flatMap((one) => ('text' in one ? [one.text] : []))
        .filter(Boolean)
        .slice(0, 2),
    ).toEqual(['C#', 'A']);
  });

  test('that is cut says so', async () => {
    const { report } = await markdown(`# A\n\n${'word '.repeat(5_000)}\n\n- ${'b'.repeat(20_001)}`);
    expect(report).toEqual({ carried: { rect: 3, line: 2 }, lost: {}, changed: { text: 2 } });
  });

  test('of a plain list is notes', async () => {
    const { report } = await markdown('- one\n- two\n* three\n');
    expect(report.carried).toEqual({ sticky: 3 });
  });

  test('that is hostile takes no longer, and is refused where it is too much', async () => {
    const deep = Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(2 * i)}- ${i}`).join('\n');
    expect((await markdown(deep)).report.carried.rect).toBe(2_000);
    await markdown('*'.repeat(50_000));
    await markdown('['.repeat(50_000));
    await markdown(`${'`'.repeat(3)}\n${'- x\n'.repeat(100)}`);
    await expect(markdown('- a\n'.repeat(30_000))).rejects.toMatchObject({ detail: 'file.tooMany' });
  });
});

describe('ink', () => {
  test.each([
    ['one stroke', '[[0,0,0.2],[5,5,0.8]]', 1],
    ['strokes', '[[[0,0],[5,5]],[[1,1],[2,2],[3,3]]]', 2],
    ['points by their names', '[[{"x":1,"y":2,"time":3},{"x":2,"y":2,"time":4}]]', 1],
    ['sketches, a line each', '{"drawing":[[[0,5],[0,5],[0,9]]]}\n{"drawing":[[[1,2,3],[1,2,3]],[[1],[1]]]}', 3],
    ['text of Omniglot', 'START\n1,-2,0\n2,-3,5\nBREAK\n4,-4,9\nBREAK\n', 2],
  ])('as %s comes as strokes', async (_name, text, strokes) => {
    expect((await points(text)).report).toEqual({ carried: { stroke: strokes }, lost: {}, changed: {} });
  });

  test('of InkML comes with its differences, brushes, units and pressure', async () => {
    const { elements } = await inkml(
      `<?xml version="1.0"?><!DOCTYPE ink [<!ENTITY a "aaaa">]><inkml:ink xmlns:inkml="http://www.w3.org/2003/InkML"><inkml:definitions>
      <inkml:context xml:id="c"><inkml:traceFormat><inkml:channel name="X"/><inkml:channel name="Y"/><inkml:channel name="F" max="100"/></inkml:traceFormat>
      <inkml:channelProperties><inkml:channelProperty channel="X" name="resolution" value="96" units="1/in"/><inkml:channelProperty channel="Y" name="resolution" value="48" units="1/in"/></inkml:channelProperties></inkml:context>
      <inkml:brush xml:id="b"><inkml:brushProperty name="color" value="#ED1C24"/><inkml:brushProperty name="width" value="1" units="cm"/></inkml:brush></inkml:definitions>
      <inkml:trace contextRef="#c" brushRef="#b">10 20 50, '5'5!100, 3 3 20</inkml:trace><inkml:trace>&a;</inkml:trace></inkml:ink>`,
    );
    const [stroke] = elements as unknown as {
      x: number;
      y: number;
      color: string;
      points: { xy: Float32Array; pressure: Uint8Array };
    }[];
    expect(elements).toHaveLength(1);
    expect(stroke).toMatchObject({ x: 10, y: 40, color: '#ed1c24' });
    expect([...(stroke?.points.xy ?? [])]).toEqual([0, 0, 5, 10, 8, 16]);
    expect([...(stroke?.points.pressure ?? [])]).toEqual([128, 255, 51]);
  });

  test('of InkML is read in as many steps as it has points, however many channels it names', async () => {
    const channels = `<channel name="X"/><channel name="Y"/>${'<channel name="T"/>'.repeat(50_000)}`;
    const points = `<trace>${'1 2, '.repeat(100_000)}</trace>${'<trace>1 2, 3 4</trace>'.repeat(100)}`;
    const { elements } = await inkml(
      `<ink xmlns="http://www.w3.org/2003/InkML"><traceFormat>${channels}</traceFormat>${points}</ink>`,
    );
    expect(elements.length).toBeGreaterThan(100);
  });

  test('that is hostile is refused with a reason or left out', async () => {
    await expect(points('{"a":')).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(points('['.repeat(1_000))).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(inkml('<a/>')).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(inkml('')).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(inkml('<ink>'.repeat(100))).rejects.toMatchObject({ detail: 'file.damaged' });
    await expect(inkml(`<ink>${'<a/>'.repeat(250_001)}</ink>`)).rejects.toMatchObject({ detail: 'file.tooMany' });
    expect((await points('{"a":{"x":1},"b":[1e999,null,"x"]}')).elements).toEqual([]);
    expect((await points('[[[1e300,0],[0,0]]]')).report.lost).toEqual({ unreadable: 1 });
  });
});

const data = join(process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'ink');
const has = existsSync(data);
if (!has) console.log('no real ink here: REAL_DATA');
const list = (name: RegExp) =>
  has ? readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) => name.test(path)) : [];
const bytesOf = (path: string) => new Uint8Array(readFileSync(join(data, path)));

describe.runIf(has)('real ink', () => {
  test.each(list(/^(?:hwrt|perfect|quickdraw).*json$/))('%s comes with every stroke', async (path) => {
    const text = readFileSync(join(data, path), 'utf8');
    const value = path.endsWith('.ndjson')
      ? text
          .trim()
          .split('\n')
          .flatMap((line) => JSON.parse(line).drawing)
      : JSON.parse(text);
    const expected = path.startsWith('perfect') ? (Array.isArray(value) ? 1 : Object.keys(value).length) : value.length;
    const { report } = await points(bytesOf(path));
    expect(report).toMatchObject({ carried: { stroke: expected }, lost: {} });
  });

  test('of Omniglot comes with every stroke', async () => {
    for (const path of list(/omniglot.*\.txt$/)) {
      const breaks = readFileSync(join(data, path), 'utf8').split('BREAK').length - 1;
      expect((await points(bytesOf(path))).report, path).toMatchObject({ carried: { stroke: breaks }, lost: {} });
    }
  });

  test.each(list(/\.inkml$/))('%s comes with every trace', async (path) => {
    const traces = readFileSync(join(data, path), 'utf8').match(/<inkml:trace[ >]/g)?.length;
    expect((await inkml(bytesOf(path))).report).toEqual({ carried: { stroke: traces }, lost: {}, changed: {} });
  });
});
