import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const app = 'packages/canvas-app/src';

/** Each fence, an import that must not get through it, and words of the complaint. */
const fences: readonly (readonly [folder: string, forbidden: string, complaint: string])[] = [
  ['packages/crdt-schema/src', '@gesso/drawing', 'imports nothing of Gesso'],
  ['packages/crdt-schema/src', 'node:fs', 'no Node modules'],
  ['packages/crdt-schema/src/elements/codec', 'konva/lib/Core.js', 'knows only Yjs'],
  ['packages/drawing/src', 'yjs', 'no Yjs'],
  ['packages/drawing/src/elements', 'konva', 'no DOM, no Konva'],
  ['packages/drawing/src', '@gesso/server', 'nothing else of Gesso'],
  ['packages/drawing/src/geometry', '../paint.ts', 'imports only itself'],
  ['packages/server/src', '@gesso/canvas-app', 'never imports the app'],
  ['packages/server/src/rooms', 'fastify', 'knows no Fastify'],
  ['packages/server/src/rooms', '../routes/boards.ts', 'never the other way round'],
  ['packages/server/src/rooms', '../stores/sqlite.ts', 'not a concrete store'],
  ['packages/server/src/stores', '../rooms/room.ts', 'never the other way round'],
  ['packages/server/src/stores', 'fastify', 'only stores'],
  [app, 'konva', 'stays in render/'],
  [app, 'yjs', 'behind openBoard'],
  [app, '@gesso/server', 'over the wire'],
  [`${app}/editor`, '../tools/tool.ts', 'is the bottom'],
  [`${app}/editor`, 'preact', 'Only ui/ knows Preact'],
  [`${app}/gestures`, '../tools/tool.ts', 'imports editor/ and drawing only'],
  [`${app}/tools`, '../commands/table.ts', 'imports gestures/ and editor/ only'],
  [`${app}/commands`, '../ui/App.tsx', 'comes in as Shell'],
  [`${app}/render`, '../network/connect.ts', "reads the editor's state"],
  [`${app}/render`, 'yjs', 'behind openBoard'],
  [`${app}/export`, '../render/scene.ts', 'neither the screen nor the network'],
  [`${app}/workers`, '../render/scene.ts', 'part of every worker'],
  [`${app}/workers`, 'yjs', 'part of every worker'],
  [`${app}/commands`, '../workers/pack.ts', 'comes in as Shell'],
  [`${app}/ui`, '../workers/pack.ts', 'it holds no rule'],
  [`${app}/network`, '../editor/editor.ts', 'stands aside'],
  [`${app}/network`, 'yjs', 'unopened'],
  [`${app}/ui`, '../render/scene.ts', 'it holds no rule'],
  [`${app}/ui/parts`, '../../network/connect.ts', 'status and sharing'],
  ['e2e', '../packages/server/src/app.ts', 'public entry'],
  ['bench', '../packages/drawing/src/paint.ts', 'public entry'],
];

/** An import that every fence lets through, so that complaints are about the forbidden one and not about planting. */
const allowed = [`${app}/tools`, '../editor/editor.ts'] as const;

const fileOf = (i: number): string => `planted-${i}.ts`;

/** The linter's settings over a tree that holds nothing but planted violations, each where its fence stands. */
const complaints = new Map<string, string>();
let tree = '';

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'gesso-fences-'));
  copyFileSync(join(root, 'biome.json'), join(tree, 'biome.json'));
  [...fences, allowed].forEach(([folder, specifier], i) => {
    mkdirSync(join(tree, folder), { recursive: true });
    writeFileSync(join(tree, folder, fileOf(i)), `import { x } from '${specifier}';\nexport const y = x;\n`);
  });
  const args = [
    'lint',
    '--only=style/noRestrictedImports',
    '--vcs-enabled=false',
    '--max-diagnostics=none',
    '--reporter=json',
  ];
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: tree, encoding: 'utf8' });
  const report = JSON.parse(stdout) as { diagnostics: { message: string; location: { path: string } }[] };
  for (const diagnostic of report.diagnostics) {
    const path = diagnostic.location.path;
    complaints.set(path, `${complaints.get(path) ?? ''}${JSON.stringify(diagnostic)}`);
  }
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('import fences', () => {
  test.each(fences.map((fence, i) => [...fence, i] as const))(
    'in %s an import of %s is refused',
    (folder, _forbidden, complaint, i) => {
      expect(complaints.get(`${folder}/${fileOf(i)}`)).toContain(complaint);
    },
  );

  test('an allowed import passes', () => {
    expect(complaints.get(`${allowed[0]}/${fileOf(fences.length)}`)).toBeUndefined();
  });
});
