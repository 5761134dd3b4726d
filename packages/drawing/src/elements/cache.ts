/**
 * Remembers what was computed from a value for as long as the value lives. Elements and their points are frozen and
 * replaced on change, so the value itself is the key and nothing ever has to be told that it is out of date.
 */
export const cached = <T extends object, R>(compute: (value: T) => R): ((value: T) => R) => {
  const known = new WeakMap<T, R>();
  return (value) => {
    let result = known.get(value);
    if (result === undefined) {
      result = compute(value);
      known.set(value, result);
    }
    return result;
  };
};
