import { describe, expect, test } from 'vitest';
import { features, featuresByFolder } from './helpers/features.ts';

describe('features', () => {
  test('are all in the list of main.tsx', () => {
    const missing = [...featuresByFolder].flatMap(([folder, feature]) => (feature === undefined ? folder : []));
    expect(missing).toEqual([]);
  });

  test('add something', () => {
    for (const feature of features) expect(Object.keys(feature)).not.toEqual([]);
  });

  test('have panels that can be fetched, no two of one id', async () => {
    const panels = features.flatMap((feature) => Object.entries(feature.panels ?? {}));
    expect(new Set(panels.map(([id]) => id)).size).toBe(panels.length);
    expect(panels.length).toBeGreaterThan(0);
    for (const [, load] of panels) expect((await load()).Panel).toBeTypeOf('function');
  });
});
