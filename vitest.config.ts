import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      ...['crdt-schema', 'drawing', 'server', 'canvas-app'].map((name) => ({
        test: {
          name,
          include: ['src', 'test'].map((folder) => `packages/${name}/${folder}/**/*.test.ts`),
        },
      })),
      { test: { name: 'simulation', include: ['simulation/*.test.ts'] } },
      { test: { name: 'scripts', include: ['scripts/*.test.mjs'] } },
    ],
  },
});
