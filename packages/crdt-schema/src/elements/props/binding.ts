import { type ElementId, isElementId } from '../../ids.ts';
import { number, own } from '../parse.ts';
import { pair } from './fields.ts';
import type { Field } from './prop.ts';

/** One end of an arrow tied to an element; `at` is where, as fractions of that element's box. */
export interface Binding {
  readonly element: ElementId;
  readonly at: readonly [number, number];
  /** The tip lies at that very point, also inside. Absent = it aims there and stops before the edge. */
  readonly exact?: true;
}

/** Where on an element an arrow ends, as fractions of its box; a little outside is allowed. */
const fractions = pair(number(-100, 100));

const binding = (element: unknown, at: unknown, exact: boolean): Binding | undefined => {
  const place = fractions(at);
  if (!isElementId(element) || place === undefined) return undefined;
  return Object.freeze(exact ? { element, at: place, exact } : { element, at: place });
};

/** `[element, ax, ay]` inside, and a 1 after it where the tip lies at that very point. */
export const bindingField = (key: string): Field<Binding> => ({
  key,
  domain: { type: 'binding' },
  parse: (value) => binding(own(value, 'element'), own(value, 'at'), own(value, 'exact') === true),
  read: (stored) => {
    if (!Array.isArray(stored) || stored.length < 3 || stored.length > 4) return undefined;
    const exact = stored.length === 4;
    return exact && stored[3] !== 1 ? undefined : binding(stored[0], stored.slice(1, 3), exact);
  },
  write: ({ element, at, exact }) => [element, at[0], at[1], ...(exact ? [1] : [])],
});
