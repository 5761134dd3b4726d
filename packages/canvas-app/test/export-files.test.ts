import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { uniqueNames, zipped } from '../src/features/export/zip.ts';

test('pictures in a ZIP come out as they went in', async () => {
  async function* files() {
    yield { name: 'one.png', blob: new Blob(['first']) };
    yield { name: 'zwei für.png', blob: new Blob(['second']) };
  }
  const zip = await zipped(files());
  expect(zip.type).toBe('application/zip');
  const entries = Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer())));
  expect(entries.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ['one.png', 'first'],
    ['zwei für.png', 'second'],
  ]);
});

test('names of files are safe, and no two alike', () => {
  const names = uniqueNames(['Plan', 'plan', '../etc/passwd', 'a'.repeat(300), 'a'.repeat(300), '', 'Plan (2)'], 'png');
  expect(names.slice(0, 3)).toEqual(['Plan.png', 'plan (2).png', 'etc passwd.png']);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[^/\\]{1,120}\.png$/);
});
