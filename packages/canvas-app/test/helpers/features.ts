import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Feature } from '../../src/features/feature.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** The folders of all features. */
export const featureFolders: readonly string[] = readdirSync(`${source}/features`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What `main.tsx` says. */
export const mainText = readFileSync(`${source}/main.tsx`, 'utf8');

/** Every feature as its folder exports it; those that are made by a function are made of nothing. */
export const features: readonly Feature[] = await Promise.all(
  featureFolders.map(async (name) => {
    const module: Record<string, unknown> = await import(
      readdirSync(`${source}/features/${name}`).includes('index.ts')
        ? `../../src/features/${name}/index.ts`
        : `../../src/features/${name}/index.tsx`
    );
    const [feature] = Object.values(module);
    return (typeof feature === 'function' ? feature({}) : feature) as Feature;
  }),
);
