import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './prepare.mjs';

/** Where kinds may be named: their tables, and what spells out strokes because most of a board is strokes. */
const tables = /^packages\/(?:crdt-schema\/src\/elements\/|crdt-schema\/src\/testing\/|drawing\/src\/elements\/)/;

const kindsDir = join(root, 'packages/crdt-schema/src/elements/kinds');
const registry = readFileSync(join(kindsDir, 'registry.ts'), 'utf8');
const kinds = [...registry.matchAll(/^import \{ (\w+) \} from '\.\/\w+\.ts';$/gm)].map(([, name]) => name);

const sources = ['crdt-schema', 'drawing', 'server', 'canvas-app'].flatMap((name) =>
  readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => `packages/${name}/src/${path}`),
);

/** Lines that ask whether something is of a kind, by its name. */
const askingForKind = (text) => {
  const names = kinds.join('|');
  const asks = new RegExp(`kinds?\\b[^;\\n]*(?:[!=]==|\\.has\\(|case)\\s*'(?:${names})'`, 'i');
  return text.split('\n').filter((line) => asks.test(line));
};

test('what differs between kinds is asked by a trait and never by comparing names', () => {
  expect(kinds.length).toBeGreaterThan(8);
  expect(askingForKind("  if (element.kind === 'image') return;")).toHaveLength(1);
  expect(askingForKind("  const areNotes = view.kinds.has('sticky');")).toHaveLength(1);
  const found = sources
    .filter((path) => !tables.test(path))
    .flatMap((path) => askingForKind(readFileSync(join(root, path), 'utf8')).map((line) => `${path}: ${line.trim()}`));
  expect(found).toEqual([]);
});
