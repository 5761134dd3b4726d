/** What an address says: a board and the key that opens it, or neither for a new board. */
export interface Address {
  readonly board: string | undefined;
  readonly key: string | undefined;
}

/** Whether an address is that of a board in a frame of another site. */
export const isEmbedded = (pathname: string): boolean => pathname.startsWith('/embed/');

/** The address of a board by itself, out of the frame it may stand in. `address`: in full, or from the path on. */
export const wholeAddress = (address: string): string => address.replace('/embed/', '/b/');

/** Path of a board with the key that opens it. */
export const addressOf = (board: string, key: string): string => `/b/${board}#k=${key}`;

/** Reads `/b/<board>#k=<key>`, and the same in a frame, `/embed/<board>#k=<key>`. The key stands in the fragment, which no server and no log ever sees. */
export const readAddress = (pathname: string, hash: string): Address => {
  const board = /^\/(?:b|embed)\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];
  // What a sentence or a mail put behind the address is no part of it.
  const key = /^[\w-]+/.exec(new URLSearchParams(hash.replace(/^#/, '')).get('k') ?? '')?.[0];
  return { board, key: board === undefined ? undefined : key };
};
