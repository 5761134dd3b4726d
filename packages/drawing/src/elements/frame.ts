import type { ElementOf } from '@gesso/crdt-schema';
import { layBlock, type TextLayout } from '../fonts/text-layout.ts';
import { roundedPath } from '../forms/rect.ts';
import { containsPoint, corners, expand, union } from '../geometry/box.ts';
import { distanceToEdge } from '../geometry/polygon.ts';
import type { Box } from '../geometry/units.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { paintText, textBounds } from './paint-text.ts';
import { boxResize, sizedBox } from './shape.ts';

const colors = {
  light: { ground: '#ffffff', line: '#d8d3c7', name: '#6a6f77' },
  dark: { ground: '#1d1f22', line: '#383b40', name: '#9ba0a8' },
} as const;

const nameSize = 14;
const gap = 6;

const nameOf: (element: ElementOf<'frame'>) => TextLayout = cached((element: ElementOf<'frame'>) => {
  const style = { text: element.name, font: 'sans', size: nameSize, align: 'left', color: colors.light.name } as const;
  const top = element.y - gap - layBlock(style, 0, 0, Infinity).box.h;
  return layBlock(style, element.x, top, Infinity);
});

/** The name above the frame is part of it: there it is grabbed. */
const nameBox = (element: ElementOf<'frame'>): Box => expand(nameOf(element).box, 2);

export const frame: Kind<'frame'> = {
  box: sizedBox,
  bounds: (element) => {
    const box = expand(sizedBox(element), 1);
    return element.name === '' ? box : union(box, textBounds(nameOf(element)));
  },
  hit: (element, at, slack) =>
    distanceToEdge(at, corners(sizedBox(element))) <= slack + 1 ||
    (element.name !== '' && containsPoint(nameBox(element), at)),
  paint(g, element, look) {
    const { ground, line, name } = colors[look.theme];
    g.fillStyle = ground;
    g.strokeStyle = line;
    g.lineWidth = 1.5;
    g.beginPath();
    roundedPath(g, sizedBox(element), 6);
    g.fill();
    g.stroke();
    if (element.name !== '') paintText(g, nameOf(element), name, look);
  },
  text: nameOf,
  open: true,
  resize: boxResize,
  keepsRatio: false,
};
