import { test as base } from '@playwright/test';
import { type RunningServer, startServer } from './server.ts';

/** Tests that share one server; whoever kills it starts one of their own. */
export const test = base.extend<object, { readonly server: RunningServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
