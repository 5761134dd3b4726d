import { kindSpec, type PlainElement } from '../src/index.ts';

/**
 * An element without what its kind has been given since `then` was written, as long as that is the default, or a text without a letter: later versions only add, and
 * what they add changes nothing that was drawn before.
 */
export const asItWas = (element: PlainElement, then: object): object =>
  Object.fromEntries(
    Object.entries(element).filter(
      ([name, value]) =>
        Object.hasOwn(then, name) ||
        (name === 'text'
          ? value !== ''
          : JSON.stringify(value) !== JSON.stringify(kindSpec(element.kind).defaults[name])),
    ),
  );
