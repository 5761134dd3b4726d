import { expect, test } from 'vitest';
import { dayName, daysOf, momentName } from './days.ts';

const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 5).getTime();
const version = (id: string, when: number) => ({ id, name: undefined, at: when, by: undefined });

test('versions stand under the days of this device, in their order', () => {
  const list = [version('d', at(28, 9)), version('c', at(28, 0)), version('b', at(27, 23)), version('a', at(3, 12))];
  expect(daysOf(list).map(({ versions }) => versions.map(({ id }) => id).join(''))).toEqual(['dc', 'b', 'a']);
  expect(daysOf([])).toEqual([]);
});

test('a day is called as one says it, and a moment with it', () => {
  const now = at(28, 14);
  expect([28, 27, 24, 3].map((day) => dayName(at(day, 23), now, 'en'))).toEqual([
    'today',
    'yesterday',
    'Tuesday',
    'November 3, 2026',
  ]);
  expect(momentName(at(24, 14), now, 'de')).toBe('Dienstag, 14:05');
  expect(momentName(at(3, 14), now, 'de')).toMatch(/^3\. November 2026.+14:05$/);
  // The clock of the server may be ahead.
  expect(dayName(at(30, 9), now, 'en')).toBe('November 30, 2026');
});
