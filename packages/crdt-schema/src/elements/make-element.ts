import type { ElementOf } from './elements.ts';
import type { KnownKind } from './kinds/registry.ts';
import { kindSpec } from './kinds/spec.ts';

/**
 * An element that is in no document: what is given, and the defaults of its kind for all else. Its order key is empty unless one is
 * given: what is being made is painted above everything.
 */
export const makeElement = <K extends KnownKind>(kind: K, given: Partial<ElementOf<K>>): ElementOf<K> => {
  const { defaults, text } = kindSpec(kind);
  const element: unknown = {
    id: '',
    z: '',
    rotation: 0,
    ...defaults,
    ...(text === undefined ? {} : { text: '' }),
    ...given,
    kind,
  };
  // The kind's table is what the type is made of; the compiler cannot follow that.
  return element as ElementOf<K>;
};
