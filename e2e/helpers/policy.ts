import type { BrowserContext } from '@playwright/test';

declare global {
  interface Window {
    policyBroken(what: string): void;
  }
}

/** What the pages of the current test did that their Content-Security-Policy forbids. Emptied by the test that looks. */
export const violations: string[] = [];

const watched = new WeakSet<BrowserContext>();

/** Notes everything the pages of a context do against their Content-Security-Policy, from their first line on. */
export const watchPolicy = async (context: BrowserContext): Promise<void> => {
  if (watched.has(context)) return;
  watched.add(context);
  await context.exposeBinding('policyBroken', (_source, what: string) => violations.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      window.policyBroken([violatedDirective, blockedURI, sourceFile, sample].join(' '));
    });
  });
};
