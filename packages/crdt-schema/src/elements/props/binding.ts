import { type ElementId, isElementId } from '../../ids.ts';
import { number, own } from '../parse.ts';
import { pair } from './fields.ts';
import type { Field } from './prop.ts';

/** One end of an arrow tied to an element; `at` is where, as fractions of that element's box. */
export interface Binding {
  readonly element: ElementId;
  readonly at: readonly [number, number];
}

/** Where on an element an arrow ends, as fractions of its box; a little outside is allowed. */
const fractions = pair(number(-100, 100));

const binding = (element: unknown, at: unknown): Binding | undefined => {
  const place = fractions(at);
  return isElementId(element) && place !== undefined ? Object.freeze({ element, at: place }) : undefined;
};

/** `[element, ax, ay]` inside. */
export const bindingField = (key: string): Field<Binding> => ({
  key,
  domain: { type: 'binding' },
  parse: (value) => binding(own(value, 'element'), own(value, 'at')),
  read: (stored) => (Array.isArray(stored) && stored.length === 3 ? binding(stored[0], stored.slice(1)) : undefined),
  write: ({ element, at }) => [element, at[0], at[1]],
});
