import type { Element, TextElement, TextMarks } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { lineStarts, runsOfLines } from '../src/fonts/marked-lines.ts';
import {
  boundsOf,
  exportSvg,
  isRich,
  letterAt,
  paintElement,
  paintRich,
  paintRichWith,
  textLayout,
} from '../src/index.ts';
import { recorder } from './recorder.ts';
import { samples } from './samples.ts';

const written = (text: string, marks?: TextMarks, own: Partial<TextElement> = {}): TextElement => ({
  ...samples.text,
  font: 'sans',
  text,
  marks,
  ...own,
});
const linesOf = (element: Element) => {
  const layout = textLayout(element);
  if (layout === undefined) throw new Error('no text');
  return runsOfLines(layout, layout.lines, layout.font).map((runs) =>
    runs?.map(({ text, marks, box }) => [text, marks, ...(box === undefined ? [] : ['box'])]),
  );
};
paintRichWith(paintRich);

const painted = (element: Element) => {
  const { g, texts, depth } = recorder();
  paintElement(g, element, { theme: 'light', scale: 1 });
  expect(depth()).toBe(0);
  return texts;
};

describe('letters that are marked', () => {
  const words = 'one two three four five six seven';

  test('stand and break where plain ones do', () => {
    const plain = textLayout(written(words, undefined, { width: 90 }));
    const marked = textLayout(written(words, [{ from: 2, to: 20, bold: true, italic: true }], { width: 90 }));
    expect(marked?.lines).toEqual(plain?.lines);
    expect(boundsOf(written(words, [{ from: 0, to: 9, bold: true }]))).toEqual(boundsOf(written(words)));
  });

  test('are runs of their lines, whatever breaks them', () => {
    const element = written(words, [{ from: 4, to: 18, bold: true }], { width: 90 });
    const lines = textLayout(element)?.lines ?? [];
    expect(lines.length).toBeGreaterThan(2);
    const runs = linesOf(element);
    runs.forEach((line, i) => {
      if (line !== undefined) expect(line.map(([text]) => text).join('')).toBe(lines[i]?.text);
    });
    const bold = runs.flatMap((line) => line?.flatMap(([text, marks]) => (marks === undefined ? [] : [text])) ?? []);
    expect(bold.join(' ')).toBe('two three four');
    expect(runs.at(-1)).toBeUndefined();
  });

  test('are found behind tabs, emoji and spaces at the ends of lines', () => {
    expect(linesOf(written('\ta b', [{ from: 1, to: 2, bold: true }]))).toEqual([
      [
        ['    ', undefined],
        ['a', { bold: true }],
        [' b', undefined],
      ],
    ]);
    expect(linesOf(written('👍🏽x', [{ from: 4, to: 5, code: true }]))).toEqual([
      [
        ['👍🏽', undefined],
        ['x', { code: true }],
      ],
    ]);
    const text = 'a   \n\n  b';
    expect(lineStarts(text, [{ text: 'a' }, { text: '' }, { text: '  b' }])).toEqual([0, 5, 6]);
  });

  test('are painted in their runs', () => {
    expect(painted(written('one two', [{ from: 4, to: 7, bold: true }]))).toEqual(['one ', 'two', 'bold two']);
    expect(painted({ ...samples.rect, text: 'one two', marks: [{ from: 0, to: 3, italic: true }] })).toEqual([
      'one',
      ' two',
    ]);
    expect(painted({ ...samples.sticky, text: 'ab', marks: [{ from: 0, to: 1, strike: true }] })).toEqual(['a', 'b']);
    expect(painted({ ...samples.arrow, text: 'ab', marks: [{ from: 0, to: 1, bold: true }] })).toEqual([
      'a',
      'bold a',
      'b',
    ]);
  });

  test('run from the right where their script does, and a line that runs both ways is whole', () => {
    const marks = [{ from: 0, to: 3, bold: true }] as const;
    const layout = textLayout(written('שלום לך', marks));
    expect(layout?.lines[0]?.direction).toBe('rtl');
    expect(painted(written('שלום לך', marks))).toEqual(['שלו', 'bold שלו', 'ם לך']);
    expect(painted(written('שלום you', marks))).toEqual(['שלום you']);
  });

  test('beyond the text are none', () => {
    expect(painted(written('ab', [{ from: 1, to: 90, bold: true }]))).toEqual(['a', 'b', 'bold b']);
  });

  test('are the same letters in an SVG, with a line around them or leaned', () => {
    const options = { background: 'none', theme: 'light', padding: 0 } as const;
    const svg = exportSvg({ ...options, elements: [written('ab', [{ from: 0, to: 1, bold: true, italic: true }])] });
    expect(svg.match(/<text/g)).toHaveLength(3);
    expect(svg).toContain('matrix(1 0 -0.2 1');
    expect(svg).toContain('stroke-width="0.9"');
  });
});

describe('the text of an element that leads somewhere', () => {
  const link = 'https://example.org/';
  const options = { background: 'none', theme: 'light', padding: 0 } as const;
  const underlined = (element: Element) => exportSvg({ ...options, elements: [element] }).match(/<rect/g)?.length ?? 0;

  test('is underlined line by line, in texts, shapes, notes and on arrows, in any script', () => {
    for (const kind of ['text', 'rect', 'sticky', 'arrow'] as const) {
      expect(underlined({ ...samples[kind], text: 'one\ntwo' } as Element)).toBe(0);
      expect(underlined({ ...samples[kind], text: 'one\ntwo', link } as Element)).toBe(2);
    }
    expect(underlined(written('שלום you', undefined, { link }))).toBe(1);
    expect(underlined(written('', undefined, { link }))).toBe(0);
  });

  test('leads there from every letter that has no link of its own', () => {
    const own = { from: 0, to: 3, link: 'https://example.com/', bold: true } as const;
    const bold = { from: 4, to: 7, bold: true } as const;
    expect(linesOf(written('one two three', [own, bold], { link }))).toEqual([
      [
        ['one', { link: own.link, bold: true }],
        [' ', { link }],
        ['two', { link, bold: true }],
        [' three', { link }],
      ],
    ]);
  });

  test('stands where it stood', () => {
    const [plain, linked] = [written('one two', undefined), written('one two', undefined, { link })];
    expect(textLayout(linked)?.lines).toEqual(textLayout(plain)?.lines);
    expect(boundsOf(linked)).toEqual(boundsOf(plain));
  });
});

describe('a box that can be ticked', () => {
  test('is painted instead of its letter, and what is done is struck through', () => {
    const text = '☐ milk\n☐ bread';
    expect(isRich(written(text))).toBe(true);
    expect(isRich(written('a ☐'))).toBe(false);
    expect(linesOf(written(text, [{ from: 0, to: 1, done: true }]))).toEqual([
      [
        ['☐', { done: true }, 'box'],
        [' ', undefined],
        ['milk', { done: true }],
      ],
      [
        ['☐', undefined, 'box'],
        [' bread', undefined],
      ],
    ]);
    expect(painted(written(text))).toEqual([' milk', ' bread']);
  });

  test('is done with all lines of its item and no line of the next', () => {
    const runs = linesOf(written('☐ one two three four\nnext', [{ from: 0, to: 1, done: true }], { width: 90 }));
    expect(runs.length).toBeGreaterThan(2);
    expect(runs[1]?.[0]?.[1]).toEqual({ done: true });
    expect(runs.at(-1)).toBeUndefined();
  });

  test('is found where it is painted, and so is a link', () => {
    const link = 'https://example.org/';
    const element = written('one\n☐ two', [{ from: 6, to: 9, link }], { rotation: Math.PI / 2 });
    const upright = { ...element, rotation: 0 };
    const layout = textLayout(upright);
    const line = layout?.lines[1];
    if (layout === undefined || line === undefined) throw new Error('no second line');
    const y = line.y - 4;
    expect(letterAt(upright, { x: layout.box.x + 5, y }, 0)).toMatchObject({ box: 4 });
    expect(letterAt(upright, { x: layout.box.x + layout.box.w - 3, y }, 0)).toMatchObject({ link });
    expect(letterAt(upright, { x: layout.box.x + 5, y: y - layout.lineHeight }, 0)).toBeUndefined();
    expect(letterAt(element, { x: layout.box.x + 5, y }, 0)).toBeUndefined();
  });

  test('a tick on other letters is none', () => {
    expect(linesOf(written('abc', [{ from: 0, to: 3, done: true }]))).toEqual([undefined]);
  });

  test('very many take time by their letters', () => {
    const text = '☐\n'.repeat(10_000);
    const marks = Array.from({ length: 2_000 }, (_, i) => ({ from: 4 * i, to: 4 * i + 1, done: true as const }));
    const started = process.threadCpuUsage();
    linesOf(written(text, marks));
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_500);
  });
});
