import { expect, test } from 'vitest';
import { openPreferences } from './preferences.ts';

/** The storage of one browser. */
const browser = (text?: string) => {
  let kept: string | null = text ?? null;
  const storage = {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
  return (choose?: boolean): boolean => {
    const preferences = openPreferences(storage);
    if (choose !== undefined) preferences.set('grid', choose);
    const shown = preferences.grid.value;
    preferences.stop();
    return shown;
  };
};

test('a browser that keeps nothing yet, or nothing ever, shows the dot grid', () => {
  expect(browser()()).toBe(true);
  const without = openPreferences(undefined);
  expect(without.grid.value).toBe(true);
  without.stop();
});

test('what was chosen of the dot grid stays', () => {
  const visit = browser();
  expect(visit(false)).toBe(false);
  expect(visit()).toBe(false);
  expect(visit(true)).toBe(true);
  expect(visit()).toBe(true);
  // Browsers that knew boards before it was on by itself.
  expect(browser('{"grid":false}')()).toBe(false);
});
