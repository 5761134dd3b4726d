import { isWorkerPath } from './workers/paths.ts';

/** What this file needs of Trusted Types (W3C), which not every browser has. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: {
      readonly createHTML: () => string;
      readonly createScriptURL: (address: string) => string;
    },
  ): unknown;
}

/**
 * The server's Content-Security-Policy lets no string become markup or script. Tiles and exported pictures are painted in workers,
 * so the exception is those workers' addresses on this very server; everything else throws a `TypeError`, as it would without this.
 */
export const allowOwnUses = (): void => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML() {
      throw new TypeError('markup from text');
    },
    createScriptURL(address) {
      const { origin, pathname } = new URL(address, window.location.href);
      if (origin === window.location.origin && isWorkerPath(pathname)) return address;
      throw new TypeError('script from text');
    },
  });
};
