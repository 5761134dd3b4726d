import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './prepare.mjs';

const source = join(root, 'packages/canvas-app/src');

test('letters grow with the size of letters that a person has set in their browser', () => {
  const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(10);
  const fixed = sheets.flatMap((path) =>
    (readFileSync(join(source, path), 'utf8').match(/font-size:\s*[\d.]+px/g) ?? []).map(
      (rule) => `${path.split(sep).join('/')}: ${rule}`,
    ),
  );
  expect(fixed).toEqual([]);
});
