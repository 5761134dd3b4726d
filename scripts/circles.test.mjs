import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './prepare.mjs';

const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gesso-circles-'));
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the linter says of two files. */
const lint = (a, b) => {
  writeFileSync(join(folder, 'a.ts'), a);
  writeFileSync(join(folder, 'b.ts'), b);
  const args = [biome, 'lint', '--vcs-enabled=false', '--only=suspicious/noImportCycles', '.'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { passes: status === 0, says: stdout + stderr };
};

test.each([
  ['values', "import { b } from './b.ts';\nexport const a = () => b;\n"],
  ['types', "import type { b } from './b.ts';\nexport const a = (it: typeof b) => it;\n"],
])('two files that import each other are found, also by %s', (_what, a) => {
  const { passes, says } = lint(a, "import type { a } from './a.ts';\nexport const b = (it: typeof a) => it;\n");
  expect(passes).toBe(false);
  expect(says).toContain('part of a cycle');
});

test('of two files one may import the other', () => {
  expect(lint("import { b } from './b.ts';\nexport const a = () => b;\n", 'export const b = 1;\n').passes).toBe(true);
});
