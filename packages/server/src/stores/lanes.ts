/** Runs so much work at a time; what comes while enough waits is refused with what `refusal` gives. */
export const createLanes = (
  { most, waiting }: { readonly most: number; readonly waiting: number },
  refusal: () => Error,
): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= most) {
      if (queue.length >= waiting) throw refusal();
      // Who ends gives the lane to the next: it is never free in between.
      await new Promise<void>((resolve) => void queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  };
};
