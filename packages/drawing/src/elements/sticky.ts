import type { ElementOf } from '@gesso/crdt-schema';
import { layToFit, type TextLayout } from '../fonts/text-layout.ts';
import { roundedPath, topPath } from '../forms/rect.ts';
import { containsPoint, expand, union } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';
import { mix } from '../style/contrast.ts';
import { paperOn, readableOn } from '../style/theme-colors.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { paintText } from './paint-text.ts';
import { boxResize, sizedBox } from './shape.ts';

type Sticky = ElementOf<'sticky'>;

const padding = 14;
const smallestText = 6;
const writing = '#2a2620';
const corner = 3;

/** The strip at the top where a note would stick, a little darker: board units, and of a low note a share of its height. */
const band = { height: 28, share: 0.14, darker: 0.06 } as const;

/** Sheets that make a soft shadow in every context, also where there is no blur: how much wider, how far below, how dense. */
const sheets = [
  [-6, 8, 0.03],
  [-4.5, 8, 0.03],
  [-2.5, 8, 0.03],
  [-0.5, 8, 0.03],
  [2, 8, 0.03],
  [0.5, 1, 0.1],
] as const;

/** How far they reach to the sides and below, board units. */
const reach = { side: 3, below: 11 } as const;

/** Device pixels per board unit below which a shadow is a line, which one sheet draws. */
const softFrom = 0.3;

const layout: (element: Sticky) => TextLayout = cached((element: Sticky) => {
  const inset = Math.min(padding, element.width / 6, element.height / 6);
  return layToFit({ ...element, color: writing }, expand(sizedBox(element), -inset), smallestText);
});

const paintShadow = (g: Paint2D, { x, y, w, h }: Box, look: Look) => {
  const alpha = g.globalAlpha;
  g.fillStyle = look.theme === 'dark' ? '#000000' : '#281e00';
  for (const [grow, drop, part] of look.scale < softFrom ? sheets.slice(-1) : sheets) {
    if (w + 2 * grow <= 0 || h + 2 * grow <= 0) continue;
    g.globalAlpha = alpha * part * (look.theme === 'dark' ? 2 : 1);
    g.beginPath();
    roundedPath(g, { x: x - grow, y: y + drop - grow, w: w + 2 * grow, h: h + 2 * grow }, corner + Math.max(0, grow));
    g.fill();
  }
  g.globalAlpha = alpha;
};

/** Paints the strip over the upper end of the paper, round where that is. */
const paintBand = (g: Paint2D, box: Box, color: string) => {
  const { w, h } = box;
  const height = Math.min(band.height, h * band.share);
  const r = Math.min(corner, w / 2, height);
  g.fillStyle = color;
  g.beginPath();
  topPath(g, box, height, r);
  g.fill();
};

export const sticky: Kind<'sticky'> = {
  box: sizedBox,
  bounds(element) {
    const box = sizedBox(element);
    return union(expand(box, reach.side), { ...box, h: box.h + reach.below });
  },
  hit: (element, at, slack) => containsPoint(expand(sizedBox(element), slack), at),
  paint(g, element, look) {
    const box = sizedBox(element);
    const paper = paperOn(element.color, look.theme);
    paintShadow(g, box, look);
    g.fillStyle = paper;
    g.beginPath();
    roundedPath(g, box, corner);
    g.fill();
    if (element.opacity === 100) paintBand(g, box, mix(paper, '#000000', band.darker));
    if (element.text === '') return;
    // A sticky clips what even the smallest letters cannot fit.
    g.beginPath();
    g.rect(box.x, box.y, box.w, box.h);
    g.clip();
    paintText(g, layout(element), readableOn(writing, paper), look);
  },
  text: layout,
  textInk: (element, theme) => readableOn(writing, paperOn(element.color, theme)),
  resize: boxResize,
  keepsRatio: false,
};
