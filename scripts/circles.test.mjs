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
  ['import', (own, other) => `import { ${other} } from './${other}.ts';\nexport const ${own} = () => ${other};\n`],
  [
    'import type',
    (own, other) => `import type { ${other} } from './${other}.ts';\nexport type ${own} = ${other} | 1;\n`,
  ],
])('two files that ask for each other by `%s` are found', (_what, file) => {
  const { passes, says } = lint(file('a', 'b'), file('b', 'a'));
  expect(passes).toBe(false);
  expect(says).toContain('part of a cycle');
});

test('of two files one may import the other', () => {
  expect(lint("import { b } from './b.ts';\nexport const a = () => b;\n", 'export const b = 1;\n').passes).toBe(true);
});
