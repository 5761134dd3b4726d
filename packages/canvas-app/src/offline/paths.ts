/** Which requests the service worker answers. Whatever is not named here goes to the server as if there were no worker. */

/** The pages as they are kept: that of a board, and that of a person's boards. */
export const boardPage = '/';
export const boardsPage = '/boards';

/** Whether a board is made at an address. */
export const isNewBoard = (path: string): boolean => path === '/';

/** The page that is shown at an address when there is no server; undefined where only the server knows what is there. */
export const pageAt = (path: string): string | undefined => {
  if (/^\/b\/[\w-]{1,64}\/?$/.test(path)) return boardPage;
  // Only the server makes boards: without it, who wants a new one finds those there are.
  return isNewBoard(path) || /^\/boards\/?$/.test(path) ? boardsPage : undefined;
};

/** Whether a file never changes under its name. */
export const isHashed = (path: string): boolean => path.startsWith('/assets/');

/** Whether a page names only files of a build: between two fetches a server may have been brought up to date. */
export const isOfBuild = (page: string, files: ReadonlySet<string>): boolean =>
  [...page.matchAll(/\/assets\/[\w.-]+/g)].every(([path]) => files.has(path));
