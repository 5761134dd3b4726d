import { afterEach, expect, test } from 'vitest';
import { measureForeignWith, measureText } from './measure.ts';

afterEach(() => measureForeignWith(undefined));

test('letters that the served fonts lack are as wide as the device says, the others as the fonts say', () => {
  const own = measureText('ab', 'sans', 10);
  const asked: string[] = [];
  measureForeignWith((_font, cluster) => {
    asked.push(cluster);
    return 0.7;
  });
  expect(measureText('กก', 'sans', 10)).toBe(14);
  expect(measureText('aกb한漢', 'sans', 10)).toBeCloseTo(own + 24);
  expect(measureText('\u0301', 'sans', 10)).toBe(0);
  expect(asked).toEqual(['ก', '한']);
});
