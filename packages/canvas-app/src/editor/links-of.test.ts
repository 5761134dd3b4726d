import type { Element } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { linksOf } from './links-of.ts';

test('an element leads where it and the letters of its text lead, to each address once', () => {
  const mark = (from: number, link: string) => ({ from, to: from + 1, link });
  const marks = [mark(0, 'https://a.example/'), { from: 1, to: 2, bold: true }, mark(2, 'https://b.example/')];
  expect(linksOf({ marks, link: 'https://b.example/' } as unknown as Element)).toEqual([
    'https://b.example/',
    'https://a.example/',
  ]);
  const many = Array.from({ length: 9 }, (_, i) => mark(i, `https://${i}.example/`));
  expect(linksOf({ marks: many } as unknown as Element)).toHaveLength(4);
  expect(linksOf(undefined)).toEqual([]);
});
