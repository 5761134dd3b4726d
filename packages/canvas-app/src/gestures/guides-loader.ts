import type { beginSnapping } from './begin-snapping.ts';

/** What falls into line is loaded with the first drag: a page is there sooner without it. */

let known: typeof beginSnapping | undefined;

const load = async (): Promise<void> => {
  known = (await import('./begin-snapping.ts')).beginSnapping;
};

/** As `beginSnapping`; undefined while it is not there. Asked for again with the next drag where it could not be had. */
export const snapping: typeof beginSnapping = (...drag) => {
  if (known === undefined) load().catch(() => undefined);
  return known?.(...drag);
};
