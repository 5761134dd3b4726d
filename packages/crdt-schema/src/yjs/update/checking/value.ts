import { limits } from '../../../limits.ts';

/** What is wrong with a stored value, or undefined when nothing is. */
export type Problem = 'MALFORMED' | 'NEWER_CLIENT' | 'TOO_LARGE' | 'FORBIDDEN' | undefined;

/**
 * Checks a value of a record or an override: plain objects and arrays of finite numbers, strings, booleans, null and bytes,
 * within the limits of depth, keys, items and lengths. Packed points have their own limit and do not count as `most`.
 */
export const checkValue = (value: unknown, most: number): Problem => {
  let size = 0;
  const visit = (inner: unknown, depth: number): Problem => {
    size += 8;
    switch (typeof inner) {
      case 'number':
        return Number.isFinite(inner) ? undefined : 'MALFORMED';
      case 'string':
        size += inner.length;
        return inner.length > limits.textLength ? 'TOO_LARGE' : undefined;
      case 'boolean':
      case 'undefined':
        return undefined;
      case 'object':
        if (inner === null) return undefined;
        if (inner instanceof Uint8Array) return inner.length > limits.strokeBytes ? 'TOO_LARGE' : undefined;
        if (depth >= limits.valueDepth) return 'TOO_LARGE';
        return Array.isArray(inner) ? visitArray(inner, depth) : visitObject(inner, depth);
      default:
        return 'MALFORMED';
    }
  };
  const visitArray = (array: readonly unknown[], depth: number): Problem => {
    if (array.length > limits.valueItems) return 'TOO_LARGE';
    for (const item of array) {
      const problem = visit(item, depth + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  const visitObject = (object: object, depth: number): Problem => {
    // A key `__proto__` is not an own key after decoding: it has replaced the prototype.
    if (Object.getPrototypeOf(object) !== Object.prototype) return 'MALFORMED';
    const keys = Object.keys(object);
    if (keys.length > limits.valueKeys) return 'TOO_LARGE';
    for (const key of keys) {
      if (key === '__proto__') return 'MALFORMED';
      size += key.length;
      const problem = visit((object as Record<string, unknown>)[key], depth + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return visit(value, 0) ?? (size > most ? 'TOO_LARGE' : undefined);
};
