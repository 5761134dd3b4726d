import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isWorkerPath } from './paths.ts';

const addresses = ['addresses.ts', 'later-addresses.ts']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('');
const workers = [...addresses.matchAll(/new Worker\(new URL\('\.\.\/([^']+)\.ts'/g)].map(([, path = '']) => path);

test('there is more than one worker', () => {
  expect(workers.length).toBeGreaterThan(1);
});

test.each(workers)('a page may start %s, as built and as served', (path) => {
  expect(isWorkerPath(`/assets/${path.split('/').at(-1)}-BgTRf4t.js`)).toBe(true);
  expect(isWorkerPath(`/src/${path}.ts`)).toBe(true);
});

test('a page starts nothing else', () => {
  for (const path of ['/assets/app-BgTRf4t.js', '/api/boards/x/assets/png-worker.js', '/x/sw.js', '/assets/../sw.js'])
    expect(isWorkerPath(path), path).toBe(false);
});
