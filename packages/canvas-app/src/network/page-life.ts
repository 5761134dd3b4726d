/**
 * Says which pages of this browser are open, by a lock each of them holds while it lives; the browser lets go of it when a
 * page crashes. Browsers give locks to secure pages only: elsewhere nothing is known to be open.
 */

import { within } from '../waiting.ts';

/** Holds a lock of this name until stopped or gone. */
export const holdPage = (name: string): (() => void) => {
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(name, () => held).catch(() => undefined);
  return () => release?.();
};

/** ms that the browser may take to name them. */
const patience = 2_000;

/** Names of the locks that open pages hold; none where the browser does not say, or not in time. */
export const openPages = async (): Promise<ReadonlySet<string>> => {
  try {
    const asked = navigator.locks?.query();
    const { held = [] } = asked === undefined ? {} : await within(patience, asked);
    return new Set(held.flatMap(({ name }) => name ?? []));
  } catch {
    return new Set();
  }
};
