/** What an address says: a board and the key that opens it, or neither for a new board. */
export interface Address {
  readonly board: string | undefined;
  readonly key: string | undefined;
}

/** Reads `/b/<board>#k=<key>`. The key stands in the fragment, which no server and no log ever sees. */
export const readAddress = (pathname: string, hash: string): Address => {
  const board = /^\/b\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];
  const key = new URLSearchParams(hash.replace(/^#/, '')).get('k') ?? undefined;
  return { board, key: board === undefined ? undefined : key };
};
