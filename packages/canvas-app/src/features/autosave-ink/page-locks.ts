/**
 * Says which pages of this browser are open, by a lock each of them holds while it lives; the browser lets go of it when a
 * page crashes. Browsers give locks to secure pages only: elsewhere nothing is known to be open.
 */

/** Holds a lock of this name until stopped or gone. */
export const holdPage = (name: string): (() => void) => {
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(name, () => held).catch(() => undefined);
  return () => release?.();
};

/** Runs `work` once the page that holds a lock of this name is gone; never where the browser has no locks, or after `signal`. */
export const whenPageIsGone = (name: string, signal: AbortSignal, work: () => Promise<void>): void => {
  void navigator.locks?.request(name, { signal }, work).catch(() => undefined);
};
