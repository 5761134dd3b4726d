import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['crdt-schema', 'drawing', 'server', 'canvas-app'].map((name) => ({
      test: {
        name,
        include: [`packages/${name}/src/**/*.test.ts`, `packages/${name}/test/**/*.test.ts`],
      },
    })),
  },
});
