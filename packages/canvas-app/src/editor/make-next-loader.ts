type MakeNext = typeof import('./make-next.ts');

/** What makes the next element, fetched with the first selection: there is nothing to make it from before. */
let known: MakeNext | undefined;

/** Fetches it. Rejects without a network; asked for again then. */
export const loadMakeNext = async (): Promise<MakeNext> => {
  known ??= await import('./make-next.ts');
  return known;
};

/** It, if it is here. */
export const makeNextNow = (): MakeNext | undefined => known;
