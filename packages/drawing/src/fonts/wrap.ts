import type { Font } from '@gesso/crdt-schema';
import { breaksIn } from './breaks.ts';
import { advance } from './measure.ts';
import { clusters } from './unicode-ranges.ts';

/** A piece of text that is not broken: its width, and that of the spaces after it, as parts of the font size. */
interface Piece {
  text: string;
  width: number;
  space: string;
  spaceWidth: number;
}

const pieces = (paragraph: string, font: Font): Piece[] => {
  const found: Piece[] = [];
  let open: Piece | undefined;
  let last = '';
  /** The one before it in the same piece. */
  let before = '';
  let index = 0;
  const breaks = breaksIn(paragraph);
  for (const cluster of clusters(paragraph)) {
    const width = advance(font, cluster);
    if (cluster === ' ') {
      open ??= begin(found);
      open.space += cluster;
      open.spaceWidth += width;
    } else {
      if (open?.space !== '' || breaks(index, before, last, cluster)) {
        open = begin(found);
        before = '';
      } else before = last;
      open.text += cluster;
      open.width += width;
    }
    last = cluster;
    index += cluster.length;
  }
  return found;
};

const begin = (found: Piece[]): Piece => {
  const piece = { text: '', width: 0, space: '', spaceWidth: 0 };
  found.push(piece);
  return piece;
};

/** Cuts a piece that no line can hold. Always at least one character per line, however narrow. */
const cut = (piece: Piece, most: number, font: Font): Piece[] => {
  if (piece.width <= most) return [piece];
  const parts: Piece[] = [];
  let open = begin(parts);
  for (const cluster of clusters(piece.text)) {
    const width = advance(font, cluster);
    if (open.text !== '' && open.width + width > most) open = begin(parts);
    open.text += cluster;
    open.width += width;
  }
  open.space = piece.space;
  open.spaceWidth = piece.spaceWidth;
  return parts;
};

/** Width of the widest character, as a part of the font size; 0 when there is none. */
export const widestLetter = (text: string, font: Font): number =>
  clusters(text).reduce((widest, cluster) => Math.max(widest, advance(font, cluster)), 0);

/** Width of the widest piece that is not broken unless no line can hold it, as a part of the font size; 0 when there is none. */
export const widestWord = (text: string, font: Font): number =>
  text.split('\n').reduce((widest, line) => Math.max(widest, ...pieces(line, font).map(({ width }) => width)), 0);

export interface Line {
  readonly text: string;
  /** In the units of the font size given; spaces at the end of a wrapped line hang and do not count. */
  readonly width: number;
}

/**
 * Breaks text into lines no wider than `width` (units of `size`; Infinity keeps paragraphs whole): at spaces, after
 * hyphens, between ideographs, and inside a word only when it is wider than a line. A new line always starts after \n.
 */
export const wrapText = (text: string, font: Font, size: number, width: number): readonly Line[] => {
  const most = Math.max(width / size + 1e-6, 1e-3);
  const lines: Line[] = [];
  for (const paragraph of text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n')) {
    let line = '';
    let used = 0;
    let hanging = '';
    let hangingWidth = 0;
    for (const piece of pieces(paragraph, font).flatMap((p) => cut(p, most, font))) {
      if ((line !== '' || hanging !== '') && used + hangingWidth + piece.width > most) {
        lines.push({ text: line, width: used * size });
        line = piece.text;
        used = piece.width;
      } else {
        line += hanging + piece.text;
        used += hangingWidth + piece.width;
      }
      hanging = piece.space;
      hangingWidth = piece.spaceWidth;
    }
    lines.push({ text: line, width: used * size });
  }
  return lines;
};
