import { layBlock, type TextLayout } from '../fonts/text-layout.ts';
import { boxAround, containsPoint, expand } from '../geometry/box.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { headLength, headWidth } from './arrowheads.ts';
import { cached } from './cache.ts';
import { halfWay, type Linear, wholeLine } from './whole-line.ts';

/** Width at which a label breaks its lines, board units. */
const labelWrap = 220;

/** Room between a label and the line that goes on at both sides of it, board units. */
export const labelGap = 6;

/** Room between a label and the line it stands beside: letters do not fill the height of their line. */
const besideGap = 2;

/** Where the label of a line stands: in a gap of the line, or beside it. */
interface LabelPlace {
  readonly layout: TextLayout;
  readonly inLine: boolean;
}

/**
 * A label of this size in the middle of the line, where it leaves of both ends what is to be seen: the head, and as much as the gap. Else
 * it lies above a line that leads to a side, right of one that leads up or down, and clear of all of it, so that nothing jumps while
 * the line is pulled.
 */
const placeOf = (element: Linear, { w, h }: Box): Vec & Pick<LabelPlace, 'inLine'> => {
  const { strokeWidth } = element;
  const { line, length } = wholeLine(element);
  const middle = halfWay(line) ?? element;
  const box = { x: middle.x - w / 2, y: middle.y - h / 2, w, h };
  const [first = middle, last = middle] = [line[0], line.at(-1)];
  const head = Math.max(...element.heads.map((one) => headLength(one, strokeWidth, length)));
  const around = expand(box, labelGap + Math.max(labelGap, head));
  if (!containsPoint(around, first) && !containsPoint(around, last)) return { ...box, inLine: true };
  const away = besideGap + strokeWidth / 2 + headWidth * head;
  const taken = boxAround(line) ?? box;
  return Math.abs(last.x - first.x) < Math.abs(last.y - first.y)
    ? { x: taken.x + taken.w + away, y: box.y, inLine: false }
    : { x: box.x, y: taken.y - away - h, inLine: false };
};

/** The label of an arrow and where it stands; undefined for what has no label. */
export const labelPlace: (element: Linear) => LabelPlace | undefined = cached((element: Linear) => {
  const { text, marks, link, size, font, color } = element;
  if (text === undefined || size === undefined || font === undefined) return undefined;
  const style = { text, marks, link, size, font, color, align: 'center' } as const;
  const { box } = layBlock(style, 0, 0, labelWrap);
  const { x, y, inLine } = placeOf(element, box);
  return { layout: layBlock(style, x, y, labelWrap, box.w), inLine };
});

/** The label of an arrow; undefined for what has no label. */
export const lineLabel = (element: Linear): TextLayout | undefined => labelPlace(element)?.layout;
