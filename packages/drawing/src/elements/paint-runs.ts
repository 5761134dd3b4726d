import { withoutLigatures } from '../fonts/ligatures.ts';
import { type Run, runsOfLines } from '../fonts/marked-lines.ts';
import { alignedAt, type PlacedLine, type TextLayout } from '../fonts/text-layout.ts';
import { roundedPath } from '../forms/rect.ts';
import type { Box } from '../geometry/units.ts';
import type { Paint2D } from '../paint.ts';
import { cached } from './cache.ts';
import type { PaintRich } from './rich-painter.ts';

/** How marked letters differ from plain ones. Lengths are parts of the font size. */
const boldLine = 0.045;
/** How far letters lean to the right for each unit they rise. */
const lean = 0.2;
const lineWidth = 0.06;
const strikeAt = -0.28;
const underlineAt = 0.14;
/** The tint behind code: how far above and below the baseline it reaches, and how dense it is. */
const chip = { above: 0.9, below: 0.3, beside: 0.08, round: 0.18, alpha: 0.13 } as const;
/** What is done is as pale as this. */
const doneAlpha = 0.55;
const box = { side: 0.78, line: 0.075, round: 0.16 } as const;

/** The place of a run: its left edge, its baseline and its width, board units. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/** Where the runs of a line stand, which tells where letters are hit as well. */
export const spotOf = ({ align, size }: TextLayout, line: PlacedLine, run: Run): Spot => {
  const left = line.x - line.width * alignedAt[align];
  const [at, w] = [run.at * size, run.width * size];
  return { x: line.direction === 'rtl' ? left + line.width - at - w : left + at, y: line.y, w };
};

/** The square of a box that can be ticked, in the middle of the place of its letter. */
const boxIn = ({ x, y, w }: Spot, size: number): Box => {
  const side = Math.min(box.side * size, w);
  return { x: x + (w - side) / 2, y: y - 0.36 * size - side / 2, w: side, h: side };
};

const paintBox = (g: Paint2D, spot: Spot, size: number, color: string, isDone: boolean) => {
  const { x, y, w, h } = boxIn(spot, size);
  const half = (box.line * size) / 2;
  g.strokeStyle = color;
  g.lineWidth = box.line * size;
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.setLineDash([]);
  g.beginPath();
  roundedPath(g, { x: x + half, y: y + half, w: w - 2 * half, h: h - 2 * half }, box.round * size);
  g.stroke();
  if (!isDone) return;
  g.beginPath();
  g.moveTo(x + w * 0.27, y + h * 0.53);
  g.lineTo(x + w * 0.44, y + h * 0.7);
  g.lineTo(x + w * 0.74, y + h * 0.33);
  g.stroke();
};

const paintLetters = (g: Paint2D, run: Run, { x, y }: Spot, { font, size }: TextLayout, color: string) => {
  const text = withoutLigatures(g, font, run.text);
  const { bold, italic } = run.marks ?? {};
  g.fillStyle = color;
  if (italic) {
    g.save();
    g.transform(1, 0, -lean, 1, lean * y, 0);
  }
  g.fillText(text, x, y);
  if (bold) {
    g.strokeStyle = color;
    g.lineWidth = boldLine * size;
    g.lineJoin = 'round';
    g.setLineDash([]);
    g.strokeText(text, x, y);
  }
  if (italic) g.restore();
};

const paintChip = (g: Paint2D, { x, y, w }: Spot, size: number, color: string) => {
  const alpha = g.globalAlpha;
  g.globalAlpha = alpha * chip.alpha;
  g.fillStyle = color;
  g.beginPath();
  const [side, top] = [chip.beside * size, chip.above * size];
  roundedPath(g, { x: x - side, y: y - top, w: w + 2 * side, h: top + chip.below * size }, chip.round * size);
  g.fill();
  g.globalAlpha = alpha;
};

/** Says that letters lead somewhere. */
const underline = (g: Paint2D, size: number, x: number, y: number, width: number) =>
  g.fillRect(x, y + underlineAt * size, width, lineWidth * size);

/** Paints a line in its runs. */
const paintRuns = (g: Paint2D, layout: TextLayout, line: PlacedLine, runs: readonly Run[], color: string): void => {
  const { size } = layout;
  const alpha = g.globalAlpha;
  g.textAlign = 'left';
  for (const run of runs) {
    const spot = spotOf(layout, line, run);
    const { code, strike, link, done } = run.marks ?? {};
    if (code) paintChip(g, spot, size, color);
    if (run.box !== undefined) {
      paintBox(g, spot, size, color, done === true);
      continue;
    }
    if (done) g.globalAlpha = alpha * doneAlpha;
    paintLetters(g, run, spot, layout, color);
    const rule = (at: number) => g.fillRect(spot.x, spot.y + at * size, spot.w, lineWidth * size);
    if (strike || (done && run.text.trim() !== '')) rule(strikeAt);
    if (link !== undefined) underline(g, size, spot.x, spot.y, spot.w);
    g.globalAlpha = alpha;
  }
  g.textAlign = layout.align;
};

/** The runs of each line of a layout; undefined for a line that is painted whole. */
export const richRuns = cached((layout: TextLayout) => runsOfLines(layout, layout.lines, layout.font));

/** Paints a rich text: what `paintRichWith` is given. */
export const paintRich: PaintRich = (g, layout, color) => {
  const runs = richRuns(layout);
  layout.lines.forEach((line, i) => {
    if (line.text === '') return;
    g.direction = line.direction;
    const parts = runs[i];
    if (parts === undefined) {
      g.fillText(withoutLigatures(g, layout.font, line.text), line.x, line.y);
      if (layout.link !== undefined)
        underline(g, layout.size, line.x - line.width * alignedAt[layout.align], line.y, line.width);
    } else paintRuns(g, layout, line, parts, color);
  });
};
