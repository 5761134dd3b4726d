import type { Box } from '@gesso/drawing';
import { expect, test } from 'vitest';
import { whereaboutsOf } from './whereabouts.ts';

const boxes: Readonly<Record<string, Box>> = { note: { x: 0, y: 0, w: 10, h: 10 }, far: { x: 90, y: 0, w: 10, h: 20 } };
const boundsOf = (id: string): Box | undefined => boxes[id];
const quiet = { selection: [] };
const point = { x: 3, y: 4 };
const view: Box = { x: 500, y: 0, w: 800, h: 600 };

test('a person is where they point, else at what they type in or have selected, else where they pointed or look', () => {
  const where = (more: Partial<Parameters<typeof whereaboutsOf>[0]>) => whereaboutsOf({ ...quiet, ...more }, boundsOf);
  const at = { of: 'part', box: { ...point, w: 0, h: 0 } };
  expect(where({ cursor: point, selection: ['far'], view })).toEqual(at);
  expect(where({ place: point, selection: ['far'], typing: ['note', 0] })).toEqual({ of: 'part', box: boxes['note'] });
  expect(where({ place: point, selection: ['note', 'far'] })).toEqual({
    of: 'part',
    box: { x: 0, y: 0, w: 100, h: 20 },
  });
  expect(where({ place: point, view })).toEqual(at);
  expect(where({ view })).toEqual({ of: 'view', box: view });
});

test('what is not to be seen here leads nowhere', () => {
  expect(whereaboutsOf({ ...quiet, selection: ['gone'], typing: ['gone', 2] }, boundsOf)).toBeUndefined();
});
