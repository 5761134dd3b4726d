/** What may never be answered: the browser's stores, fonts and workers, and the network. */

/** An answer that took too long. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** What `work` gives. Rejects with `Late` after `ms`; the work itself goes on, and nobody has to listen to its end. */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(`no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/**
 * Fetches something once for all who ask, so that what waited for it first goes on first. What could not be had is fetched again when it
 * is asked for again.
 */
export const fetchedOnce = <T>(fetch: () => Promise<T>): (() => Promise<T>) => {
  let fetched: Promise<T> | undefined;
  return () => {
    fetched ??= fetch().catch((error: unknown) => {
      fetched = undefined;
      throw error;
    });
    return fetched;
  };
};

/** A promise that is settled from outside. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/** As `Promise.withResolvers`, which is newer than the browsers Gesso supports. */
export const deferred = <T>(): Deferred<T> => {
  let settle: Pick<Deferred<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (reason) => settle?.reject(reason) };
};
