import type { Form } from '@gesso/crdt-schema';
import { formLines } from '@gesso/drawing';
import type { IconNode } from 'lucide';

/** Where a mark of 24 px shows the shape. Wide ones are told apart by being wide. */
const box = { x: 2.5, y: 4, w: 19, h: 16 };
const square = { x: 3.5, y: 3.5, w: 17, h: 17 };
const squares: readonly Form[] = ['ellipse', 'diamond', 'plus', 'star', 'cylinder', 'document'];

const short = (n: number): string => String(Math.round(n * 10) / 10);

/** The mark of a shape is the shape itself, by the lines it is painted with. */
export const shapeIcon = (form: Form): IconNode =>
  formLines(form, squares.includes(form) ? square : box, 2).map((line) => {
    const [first] = line;
    const curves = line.map(({ a, b, to }) => `C${[a.x, a.y, b.x, b.y, to.x, to.y].map(short).join(' ')}`);
    return [
      'path',
      { d: first === undefined ? '' : `M${short(first.from.x)} ${short(first.from.y)}${curves.join('')}` },
    ];
  });
