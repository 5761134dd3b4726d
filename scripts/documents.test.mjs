import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './prepare.mjs';

const isOurs = ({ name }) => !['node_modules', 'dist', '.git', 'test-results', 'data'].includes(name);

/** Every file of the repository, from its top, with slashes. */
const filesIn = (folder = '') =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(isOurs)
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}${sep}${entry.name}`;
      return entry.isDirectory() ? filesIn(path) : [path.split(sep).join('/')];
    });

const files = filesIn();
const documents = files.filter((file) => file.endsWith('.md') && !/CHANGELOG|RESULTS/.test(file));

test.each(documents)('%s names only files that exist', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:tsx?|mjs|css|md))`/g)].map(([, path = '']) =>
    path.replace(/^(?:\.\.?\/)+/, ''),
  );
  const missing = named.filter((path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)));
  expect(missing).toEqual([]);
});
