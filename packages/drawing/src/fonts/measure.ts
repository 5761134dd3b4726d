import type { Font } from '@gesso/crdt-schema';
import { packedMetrics } from './metrics.ts';
import { clusters, fallbackWidth, isHangul, isWide } from './unicode-ranges.ts';

/** Everything in thousandths of the font size. */
interface Metrics {
  readonly ascent: number;
  readonly descent: number;
  readonly widths: ReadonlyMap<number, number>;
}

const unpack = (packed: string): ReadonlyMap<number, number> => {
  const widths = new Map<number, number>();
  for (const run of packed.split(' ')) {
    const [start = '', list = ''] = run.split(':');
    let code = Number.parseInt(start, 36);
    let width = 0;
    for (const shown of list.split(',')) {
      if (shown !== '') width = Number.parseInt(shown, 36);
      widths.set(code++, width);
    }
  }
  return widths;
};

/** Advance widths of ASCII 32–126 in Times, which the serif stack falls back to and Source Serif 4 comes close to. */
const serifWidths = (
  '250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 ' +
  '564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 ' +
  '611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 ' +
  '722 500 500 444 480 200 480 541'
).split(' ');

const read = (font: Font): Metrics => {
  if (font === 'serif') {
    return { ascent: 891, descent: 216, widths: new Map(serifWidths.map((w, i) => [32 + i, Number(w)])) };
  }
  const { ascent, descent, widths } = packedMetrics[font];
  return { ascent, descent, widths: unpack(widths) };
};

const tables = new Map<Font, Metrics>();

const metricsOf = (font: Font): Metrics => {
  let table = tables.get(font);
  if (!table) {
    table = read(font);
    tables.set(font, table);
  }
  return table;
};

/** Height of a line as a multiple of the font size, for every font, so that switching fonts does not move lines. */
export const lineHeight = 1.25;

/** Gives the width of letters that the served fonts do not have, as a part of the font size, in the font that shows them. */
export type MeasureForeign = (font: Font, cluster: string) => number;

let measureForeign: MeasureForeign | undefined;
const foreign = new Map<string, number>();
/** Widths that are remembered: more than the letters of any text, fewer than a hostile board can invent. */
const mostForeign = 20_000;

/**
 * Scripts that the served fonts do not have are shown in fonts of the device, so only the device knows their widths. Called once
 * in each thread that paints, before anything is laid out; where nothing can be measured, widths are usual ones.
 */
export const measureForeignWith = (measure: MeasureForeign | undefined): void => {
  measureForeign = measure;
  foreign.clear();
};

const foreignWidth = (font: Font, cluster: string, code: number, usual: number): number => {
  const known = fallbackWidth(code, usual) / 1000;
  // A mark takes no room. Ideographs and kana are squares everywhere, and their marks are set closer only beside each other.
  if (measureForeign === undefined || known === 0 || (isWide(code) && !isHangul(code))) return known;
  const key = `${font} ${cluster}`;
  let width = foreign.get(key);
  if (width === undefined) {
    width = measureForeign(font, cluster);
    if (foreign.size >= mostForeign) foreign.clear();
    foreign.set(key, width);
  }
  return width;
};

/** Width of one character with its marks, as a part of the font size. */
export const advance = (font: Font, cluster: string): number => {
  const { widths } = metricsOf(font);
  const code = cluster.codePointAt(0) ?? 0;
  const width = widths.get(code);
  return width === undefined ? foreignWidth(font, cluster, code, widths.get(0x6e) ?? 550) : width / 1000;
};

/** Width of a line in the units of `size`. There is no kerning: everything that shows text turns it off. */
export const measureText = (text: string, font: Font, size: number): number => {
  let width = 0;
  for (const cluster of clusters(text)) width += advance(font, cluster);
  return width * size;
};

/** From the top of a line down to its baseline, as a part of the font size: half the leading above, as CSS does it. */
export const baseline = (font: Font): number => {
  const { ascent, descent } = metricsOf(font);
  return (lineHeight - (ascent + descent) / 1000) / 2 + ascent / 1000;
};
