/** A gate that is shut. */
export interface Shut {
  /** Resolves when somebody waits there. */
  readonly reached: Promise<void>;
  /** Lets all go on who wait, and everybody after them. */
  open(): void;
}

/** A place that work passes, and where it waits while it is shut. */
export const createGate = () => {
  let shut: { readonly until: Promise<void>; readonly reach: () => void } | undefined;
  return {
    async pass(): Promise<void> {
      shut?.reach();
      await shut?.until;
    },
    shut(): Shut {
      const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
      const { promise: until, resolve } = Promise.withResolvers<void>();
      shut = { until, reach };
      return {
        reached,
        open() {
          shut = undefined;
          resolve();
        },
      };
    },
  };
};
