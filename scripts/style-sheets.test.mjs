import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './prepare.mjs';

const source = join(root, 'packages/canvas-app/src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(css|tsx?)$/.test(path))
  .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(source, path), 'utf8') }));
const sheets = files.filter(({ path }) => path.endsWith('.css'));

/** Where a pattern stands in the style sheets. */
const allIn = (pattern) =>
  sheets.flatMap(({ path, text }) => (text.match(pattern) ?? []).map((rule) => `${path}: ${rule}`));

/** Letters of a size in px, alone or in the short form, which may stand on several lines. */
const fixedLetters = /font(?:-size:\s*|:(?:\s+[\w-]+)*?\s+)[\d.]+px/g;

test('letters grow with the size of letters that a person has set in their browser', () => {
  expect(sheets.length).toBeGreaterThan(10);
  expect(allIn(fixedLetters)).toEqual([]);
});

test.each([
  'font-size: 12px;',
  'font: 12px / 1.5 monospace;',
  'font:\n    italic 500 12px / 1.5 ui-monospace,\n    monospace;',
])('letters that do not grow are found: %j', (rule) => expect(rule).toMatch(new RegExp(fixedLetters.source)));

test('a style sheet uses no custom property that is never set: its whole line would count for nothing', () => {
  const set = new Set(files.flatMap(({ text }) => text.match(/--[a-z][a-z0-9-]*(?=:|'\]?:|',)/g) ?? []));
  const used = sheets.flatMap(({ path, text }) =>
    [...text.matchAll(/var\((--[a-z][a-z0-9-]*)/g)].map(([, name]) => ({ path, name })),
  );
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter(({ name }) => !set.has(name)).map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
});
