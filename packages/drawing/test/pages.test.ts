import type { Element } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { pagesOfFrames } from '../src/index.ts';
import { samples } from './samples.ts';

test('pages of frames are found in one pass over the elements, each in the order of the board', () => {
  const frames = Array.from(
    { length: 30 },
    (_, i) => ({ ...samples.frame, id: `frame${i}`, x: 0, y: i * 2000, name: i === 1 ? '' : `Slide ${i}` }) as Element,
  );
  let asked = 0;
  const held = Array.from({ length: 300 }, (_, i) => ({
    ...samples.rect,
    id: `rect${i}`,
    get frame() {
      asked += 1;
      return i < 290 ? `frame${i % 30}` : undefined;
    },
  })) as unknown as Element[];
  const pages = pagesOfFrames([...held.slice(0, 100), ...frames, ...held.slice(100)]);
  expect(asked).toBeLessThan(2 * held.length);
  expect(pages.map(({ name }) => name).slice(0, 3)).toEqual(['Slide 0', '2', 'Slide 2']);
  expect(pages[2]?.elements.map(({ id }) => id)).toEqual([
    'rect2',
    'rect32',
    'rect62',
    'rect92',
    'frame2',
    'rect122',
    'rect152',
    'rect182',
    'rect212',
    'rect242',
    'rect272',
  ]);
});
