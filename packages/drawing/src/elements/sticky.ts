import type { ElementOf } from '@gesso/crdt-schema';
import { layToFit, type TextLayout } from '../fonts/text-layout.ts';
import { roundedPath } from '../forms/rect.ts';
import { containsPoint, expand } from '../geometry/box.ts';
import { fillOn, readableOn, tintOf } from '../style/ink.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { paintText } from './paint-text.ts';
import { boxResize, sizedBox } from './shape.ts';

const padding = 14;
const smallestText = 6;
const writing = '#24272c';

/** How far the paper's shadow reaches, board units. */
const shadow = 5;

const layout: (element: ElementOf<'sticky'>) => TextLayout = cached((element: ElementOf<'sticky'>) => {
  const inset = Math.min(padding, element.width / 6, element.height / 6);
  return layToFit({ ...element, color: writing }, expand(sizedBox(element), -inset), smallestText);
});

export const sticky: Kind<'sticky'> = {
  label: 'Sticky note',
  box: sizedBox,
  bounds: (element) => expand(sizedBox(element), shadow + 1),
  hit: (element, at, slack) => containsPoint(expand(sizedBox(element), slack), at),
  paint(g, element, look) {
    const { x, y, width, height } = element;
    const paper = fillOn(tintOf(element.color), look.theme);
    const alpha = g.globalAlpha;
    g.fillStyle = '#000000';
    // Three faint sheets make a soft shadow in every context, also where there is no blur.
    for (const [grow, drop, part] of [
      [2, 3, 0.035],
      [1, 2, 0.04],
      [0.25, 1, 0.06],
    ] as const) {
      g.globalAlpha = alpha * part * (look.theme === 'dark' ? 3 : 1);
      g.beginPath();
      roundedPath(g, { x: x - grow, y: y + drop - grow / 2, w: width + 2 * grow, h: height + grow }, 3 + grow);
      g.fill();
    }
    g.globalAlpha = alpha;
    g.fillStyle = paper;
    g.beginPath();
    roundedPath(g, { x, y, w: width, h: height }, 3);
    g.fill();
    if (element.text === '') return;
    // A sticky clips what even the smallest letters cannot fit.
    g.beginPath();
    g.rect(x, y, width, height);
    g.clip();
    paintText(g, layout(element), readableOn(writing, paper), look);
  },
  text: layout,
  resize: boxResize,
  keepsRatio: false,
};
