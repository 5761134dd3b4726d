import type { Element } from '../elements.ts';
import { own } from '../parse.ts';

/** Whether two values are the same, lists item by item. */
export const sameValue = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i])));

const sameBinding = (a: unknown, b: unknown): boolean =>
  own(a, 'element') !== undefined && own(a, 'element') === own(b, 'element') && sameValue(own(a, 'at'), own(b, 'at'));

/** Whether nothing one could see tells two elements apart. */
export const sameElement = (a: Element, b: Element): boolean =>
  (Object.keys(a) as (keyof Element)[]).every((key) => sameValue(a[key], b[key]) || sameBinding(a[key], b[key]));
