/** Returns one of each name, made when first asked for. Of more than `most` the one asked for longest ago is forgotten. */
export const createRecent = <T>(most: number, make: () => T): ((name: string) => T) => {
  /** In the order of use. */
  const known = new Map<string, T>();
  return (name) => {
    const one = known.get(name) ?? make();
    known.delete(name);
    known.set(name, one);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return one;
  };
};
