import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'packages/canvas-app/README.md'];

/** Where a path in a document may start: at the top, beside the document, or in the package it was last talking of. */
const bases = (document: string): string[] => [
  root,
  join(root, dirname(document)),
  join(root, 'packages/canvas-app/src'),
  join(root, 'packages/canvas-app'),
  join(root, 'packages/crdt-schema/src'),
  join(root, 'packages/drawing/src'),
  join(root, 'packages/server/src'),
];

const text = (document: string): string => readFileSync(join(root, document), 'utf8');

/** Paths in back ticks: something with a slash or a file's ending, without blanks or placeholders. */
const pathsIn = (document: string): string[] =>
  [...text(document).matchAll(/`([\w./-]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((path) => /\.(?:tsx?|mjs|json|md|css|db)$/.test(path) || path.endsWith('/'))
    .filter((path) => path !== 'gesso.db' && !path.startsWith('/'));

const linksIn = (document: string): string[] =>
  [...text(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');

describe.each(documents)('%s', (document) => {
  test('names only files and folders that exist', () => {
    const missing = pathsIn(document).filter((path) => !bases(document).some((base) => existsSync(join(base, path))));
    expect(missing).toEqual([]);
  });

  test('links only to what is here', () => {
    expect(linksIn(document).filter((path) => !existsSync(join(root, dirname(document), path)))).toEqual([]);
  });
});
