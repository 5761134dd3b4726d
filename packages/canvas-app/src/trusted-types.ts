/** What this file needs of Trusted Types (W3C), which not every browser has. */
interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createHTML: (text: string) => string }): unknown;
}

/**
 * The server's Content-Security-Policy lets no string become markup. Konva empties its container by `innerHTML = ''`, so the one
 * exception is the empty string; everything else throws a `TypeError`, as it would without this.
 */
export const allowEmptyMarkup = (): void => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML(text) {
      if (text === '') return text;
      throw new TypeError('markup from text');
    },
  });
};
