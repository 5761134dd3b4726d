import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { elementKinds } from './registry.ts';
import { kindSpec } from './spec.ts';

/** The keys that the package README lists: the first cell of each row of its table. */
const listed = (): ReadonlySet<string> => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const table = readme.slice(readme.indexOf('### Keys'), readme.indexOf('### Rules'));
  const cells = [...table.matchAll(/^\| (`[^|]*?) *\|/gm)].map(([, cell = '']) => cell);
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key)));
};

test('every key that a kind stores is in the table of the README', () => {
  const stored = elementKinds.flatMap((kind) => [...kindSpec(kind).fields.values()].map(({ field }) => field.key));
  expect([...new Set(stored)].filter((key) => !listed().has(key))).toEqual([]);
});
