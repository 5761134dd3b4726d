import type { Element } from '../elements.ts';
import { own } from '../parse.ts';

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || value instanceof Uint8Array;

/** Whether two values are the same, plain or stored: lists and bytes item by item. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (!isList(a) || !isList(b) || a.length !== b.length || Array.isArray(a) !== Array.isArray(b)) return false;
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false;
  return true;
};

const sameBinding = (a: unknown, b: unknown): boolean =>
  own(a, 'element') !== undefined && own(a, 'element') === own(b, 'element') && sameValue(own(a, 'at'), own(b, 'at'));

/** Whether nothing one could see tells two elements apart. */
export const sameElement = (a: Element, b: Element): boolean =>
  (Object.keys(a) as (keyof Element)[]).every((key) => sameValue(a[key], b[key]) || sameBinding(a[key], b[key]));
