import { test as base, expect } from '@playwright/test';
import { violations } from './policy.ts';
import { type RunningServer, startServer } from './server.ts';

/** Tests that share one server; a test that kills it starts one of their own. */
export const test = base.extend<{ readonly lawful: undefined }, { readonly server: RunningServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  /** No page may do what its Content-Security-Policy forbids, no matter what the test is about. */
  lawful: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      await use(undefined);
      expect(violations.splice(0)).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
