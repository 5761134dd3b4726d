import { list, number, type Parse } from '../parse.ts';
import { type Field, same } from './prop.ts';

/** Part of a picture that is shown, as fractions [x, y, width, height]. */
export type Crop = readonly [number, number, number, number];

const parseCrop: Parse<Crop> = (value) => {
  const [x, y, w, h] = list(number(0, 1), 4)(value) ?? [];
  if (x === undefined || y === undefined || w === undefined || h === undefined) return undefined;
  return w > 0 && h > 0 && x + w <= 1.001 && y + h <= 1.001 ? Object.freeze([x, y, w, h] as const) : undefined;
};

export const cropField = (key: string): Field<Crop> => same(key, { type: 'crop' }, parseCrop);
