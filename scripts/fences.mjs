/**
 * What each folder may import. A folder that is not named here may import nothing, and neither may anything import what
 * the table does not give it: a new folder is named first. Tests and configuration are not held to it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

const schema = '@gesso/crdt-schema';
const drawing = '@gesso/drawing';
const signals = '@preact/signals-core';

/**
 * Folder → what it may import: packages, folders beside it below the same `src`, or single files there. `.` stands for the files of
 * `src` itself, `*` for any one folder. Its own files are always allowed, those of folders below it only when they are named.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const fences = {
  // The document: points ← elements ← protocol and yjs ← board; in elements props ← kinds ← codec. `yjs` is the package and the folder: a folder that may have one may have both.
  'crdt-schema/src': [
    'points',
    'elements',
    'elements/codec',
    'elements/props',
    'elements/kinds',
    'protocol',
    'yjs',
    'yjs/update/reading',
    'yjs/update/measuring',
    'yjs/update/checking',
    'yjs/update/rewriting',
    'board',
    'testing',
    'lib0',
  ],
  'crdt-schema/src/points': ['.'],
  'crdt-schema/src/elements': ['.', 'points', 'elements/props', 'elements/kinds', 'fractional-indexing'],
  'crdt-schema/src/elements/props': ['.', 'elements'],
  'crdt-schema/src/elements/kinds': ['elements/props'],
  'crdt-schema/src/elements/codec': ['.', 'points', 'elements', 'elements/props', 'elements/kinds'],
  'crdt-schema/src/protocol': ['.', 'points', 'elements', 'elements/props', 'lib0'],
  'crdt-schema/src/yjs': ['.', 'yjs', 'lib0'],
  // An update: reading ← measuring ← checking and rewriting.
  'crdt-schema/src/yjs/update/reading': ['.', 'yjs'],
  'crdt-schema/src/yjs/update/measuring': ['.', 'yjs', 'yjs/update/reading', 'lib0'],
  'crdt-schema/src/yjs/update/checking': ['.', 'yjs', 'yjs/update/reading', 'yjs/update/measuring'],
  'crdt-schema/src/yjs/update/rewriting': ['.', 'yjs', 'yjs/update/reading', 'yjs/update/measuring', 'lib0'],
  'crdt-schema/src/board': [
    '.',
    'elements',
    'elements/codec',
    'elements/kinds',
    'yjs',
    'yjs/update/reading',
    'yjs/update/measuring',
    'lib0',
  ],
  'crdt-schema/src/testing': [
    '.',
    'points',
    'elements',
    'elements/props',
    'elements/kinds',
    'board',
    'yjs',
    'lib0',
    'fast-check',
  ],

  // Painting of plain elements: no Yjs, no DOM, no Konva, no Node.
  'drawing/src': ['geometry', 'style', 'fonts', 'forms', 'elements', 'routing', 'picture'],
  'drawing/src/geometry': [],
  'drawing/src/style': [schema, 'paint.ts'],
  'drawing/src/fonts': [schema, 'geometry'],
  'drawing/src/forms': [schema, 'geometry', 'paint.ts'],
  'drawing/src/elements': [schema, 'geometry', 'style', 'fonts', 'forms', 'paint.ts', 'perfect-freehand'],
  'drawing/src/routing': [schema, 'elements', 'geometry'],
  'drawing/src/picture': [schema, 'geometry', 'style', 'elements', 'paint.ts'],

  // The app. `editor/` is the bottom; gestures ← input ← tools ← commands ← ui ← features; main.tsx lists, start.tsx joins them.
  'canvas-app/src': [
    schema,
    drawing,
    signals,
    'preact',
    ...[
      'commands',
      'editor',
      'features',
      'features/*',
      'gestures',
      'input',
      'network',
      'render',
      'session',
      'tools',
      'ui',
      'ui/parts',
      'workers',
    ],
  ],
  'canvas-app/src/features': ['preact', 'commands', 'ui'],
  // No feature imports another. What all may have, and what one has besides.
  'canvas-app/src/features/*': [
    ...[schema, drawing, signals, '@preact/signals', 'preact'],
    ...['features', 'commands', 'editor', 'input', 'ui', 'ui/parts', 'storage.ts', 'throttle.ts', 'waiting.ts'],
    ...['network/api.ts', 'network/status.ts'],
  ],
  'canvas-app/src/features/export': ['workers'],
  'canvas-app/src/features/peers': ['y-protocols'],
  'canvas-app/src/features/rescue': ['network/unsaved-changes.ts', 'network/local-databases.ts'],
  'canvas-app/src/features/share': ['network/link-memory.ts', 'lucide', 'uqr'],
  'canvas-app/src/editor': [schema, drawing, signals, 'rbush', 'storage.ts'],
  'canvas-app/src/gestures': [schema, drawing, 'editor'],
  'canvas-app/src/input': [schema, drawing, 'editor', 'gestures/gesture.ts'],
  'canvas-app/src/tools': [schema, drawing, 'lucide', 'editor', 'gestures', 'input'],
  'canvas-app/src/commands': [schema, drawing, 'editor', 'input', 'tools'],
  'canvas-app/src/workers': [schema, drawing],
  'canvas-app/src/render': [schema, drawing, signals, 'konva', 'editor', 'render/layers', 'render/tiles', 'waiting.ts'],
  'canvas-app/src/render/layers': [schema, drawing, 'editor', 'render', 'render/tiles', 'render/worker'],
  'canvas-app/src/render/tiles': [schema, drawing],
  'canvas-app/src/render/worker': [schema, drawing, 'editor', 'render/tiles', 'workers'],
  'canvas-app/src/network': [schema, signals, 'y-websocket', 'y-protocols', 'lib0', 'storage.ts', 'waiting.ts'],
  'canvas-app/src/session': [schema, drawing, signals, 'editor', 'network', 'page.ts', 'waiting.ts'],
  'canvas-app/src/ui': [
    ...[schema, drawing, signals, '@preact/signals', 'preact'],
    ...[
      'commands',
      'editor',
      'input',
      'tools',
      'ui/parts',
      'ui/styles',
      'ui/text-editor',
      'network/status.ts',
      'report-failures.ts',
      'session',
    ],
  ],
  'canvas-app/src/ui/text-editor': [
    ...[schema, drawing, '@preact/signals', 'preact'],
    ...['ui', 'commands', 'editor', 'input'],
  ],
  'canvas-app/src/ui/parts': [
    '@preact/signals',
    'preact',
    'lucide',
    'ui',
    'ui/styles',
    'commands',
    'input',
    'waiting.ts',
  ],
  'canvas-app/src/shims': [],

  // The server. `rooms/` knows no host and no concrete store, `stores/` only stores; config, http, observe and quotas know no room.
  'server/src': [
    ...['@fastify/cookie', '@fastify/cors', 'fastify', 'node'],
    ...[
      'auth',
      'bus',
      'config',
      'engine',
      'http',
      'maintenance',
      'observe',
      'plugins',
      'quotas',
      'routes',
      'services',
      'stores',
    ],
  ],
  'server/src/services': [
    ...[schema, 'node', '.', 'assets', 'auth', 'bus', 'config', 'observe', 'quotas', 'stores'],
    ...['rooms', 'rooms/replica/closed-board-name.ts'],
  ],
  'server/src/config': ['node', 'fastest-levenshtein', 'units.ts'],
  'server/src/http': [schema, 'node', 'fastify', 'config', 'observe/log.ts', 'stores/repositories.ts'],
  'server/src/observe': [schema, 'node', 'pino', 'prom-client', 'uqr', '.', 'config', 'quotas', 'stores'],
  'server/src/quotas': [schema, 'node', '.', 'config', 'engine'],
  'server/src/engine': ['node', 'timers.ts', 'units.ts'],
  'server/src/assets': [schema, 'node', 'sharp', 'config/addresses.ts', 'quotas', 'timers.ts', 'units.ts'],
  'server/src/auth': [schema, 'node', 'jose', 'config', 'quotas', 'stores', 'units.ts'],
  'server/src/maintenance': [schema, 'auth', 'services', 'units.ts', 'timers.ts'],
  'server/src/commands': ['node', 'auth', 'config', 'routes/representations.ts', 'stores', 'stores/sqlite', 'units.ts'],
  'server/src/plugins': [
    ...[schema, 'node', 'fastify', 'fastify-plugin', 'ws'],
    ...['@fastify/helmet', '@fastify/rate-limit', '@fastify/static', '@fastify/swagger'],
    ...['.', 'auth', 'config', 'http', 'observe/log.ts', 'quotas', 'rooms', 'services'],
  ],
  'server/src/routes': [
    ...[schema, 'fastify', 'node:stream', 'units.ts'],
    ...['assets', 'auth', 'config', 'http', 'quotas', 'rooms', 'services', 'stores'],
  ],
  // In `rooms/`: replica and outgoing ← updates ← presence and lifecycle.
  'server/src/rooms': [
    ...[schema, 'lib0', 'stores', 'bus', 'quotas', 'timers.ts'],
    ...['rooms/lifecycle', 'rooms/outgoing', 'rooms/presence', 'rooms/replica', 'rooms/updates'],
  ],
  'server/src/rooms/lifecycle': [
    ...[schema, 'stores', 'bus', 'quotas', 'timers.ts', 'units.ts'],
    ...['rooms', 'rooms/replica', 'rooms/updates'],
  ],
  'server/src/rooms/outgoing': [schema, 'timers.ts', 'rooms', 'units.ts'],
  'server/src/rooms/presence': [schema, 'quotas', 'timers.ts', 'rooms', 'rooms/updates', 'units.ts'],
  'server/src/rooms/replica': [
    ...[schema, 'yjs', 'lib0', 'node:crypto', 'node:worker_threads'],
    ...['timers.ts', 'units.ts', 'workers'],
  ],
  'server/src/rooms/updates': [
    ...[schema, 'yjs', 'node:worker_threads', 'stores', 'quotas', 'timers.ts', 'workers', 'units.ts'],
    ...['rooms', 'rooms/outgoing', 'rooms/replica'],
  ],
  'server/src/bus': [],
  'server/src/workers': ['node:worker_threads', 'timers.ts'],
  'server/src/stores': [
    ...[schema, 'yjs', 'node:worker_threads'],
    ...['timers.ts', 'units.ts', 'workers', 'config', 'stores/sqlite'],
  ],
  'server/src/stores/sqlite': [schema, 'yjs', 'node', 'config', 'stores', 'timers.ts', 'units.ts'],
};

/** `import … from 'x'`, `export … from 'x'`, `import('x')` and `import 'x'`. */
const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'\n]+)'/g;

/** The name by which the table knows a package: `konva/lib/Core.js` is `konva`, `node:fs` is `node` or itself. */
const packageOf = (specifier) => {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
};

/** Whether a package's inside is imported instead of its entry. */
const goesInside = (specifier) => /^@gesso\/[^/]+\/(?!testing$|ink$)/.test(specifier);

/** The name of a folder that stands for all its siblings. */
const anyLike = (folder) => folder.replace(/[^/]+$/, '*');

/** What a folder may import: by its own name, and by what holds for all beside it. */
const allowedFor = (folder) => {
  const entries = [fences[folder], fences[anyLike(folder)]].filter((entry) => entry !== undefined);
  return entries.length === 0 ? undefined : entries.flat();
};

const isAllowed = (folder, specifier, allowed) => {
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    return !goesInside(specifier) && (allowed.includes(name) || (name.startsWith('node:') && allowed.includes('node')));
  }
  const target = normalize(join(folder, specifier));
  const [at] = folder.match(/^[^/]+\/src/) ?? [''];
  if (!target.startsWith(`${at}/`)) return false;
  const home = dirname(target);
  if (home === folder) return true;
  const beside = home === at ? '.' : home.slice(at.length + 1);
  return [beside, anyLike(beside), target.slice(at.length + 1)].some((name) => allowed.includes(name));
};

/** Which grant of its folder lets an import through, by the name it has in the table. */
const grantOf = (folder, specifier) => {
  if (!specifier.startsWith('.')) return [packageOf(specifier), specifier, 'node'];
  const target = normalize(join(folder, specifier));
  const [at = ''] = folder.match(/^[^/]+\/src/) ?? [];
  const home = dirname(target);
  return [home === at ? '.' : home.slice(at.length + 1), target.slice(at.length + 1)];
};

/**
 * What of a file's imports its folder may not have.
 * @param {string} path below `packages/`
 * @param {string} source its text
 * @returns {string[]} one sentence for each
 */
export const trespasses = (path, source) => {
  const folder = dirname(path);
  const allowed = allowedFor(folder);
  const asked = [...source.matchAll(specifiers)].map(([, specifier = '']) => specifier);
  if (allowed === undefined) return asked.length === 0 ? [] : [`${folder} is not named in scripts/fences.mjs`];
  return asked
    .filter((specifier) => !isAllowed(folder, specifier, allowed))
    .map((specifier) => `${path} imports ${specifier}: scripts/fences.mjs does not give that to ${folder}`);
};

/** Every source file, below `packages/`. */
const sourcesOf = (root) =>
  [...new Set(Object.keys(fences).map((folder) => folder.split('/')[0] ?? ''))].flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$/.test(path))
      .map((path) => `${name}/src/${path.split(sep).join('/')}`),
  );

/**
 * The same of all packages.
 * @param {string} root the folder of the repository
 * @returns {string[]}
 */
export const allTrespasses = (root) =>
  sourcesOf(root).flatMap((path) => trespasses(path, readFileSync(join(root, 'packages', path), 'utf8')));

/**
 * What the table gives and nobody takes: a grant that is not needed any more is taken back.
 * @param {string} root the folder of the repository
 * @returns {string[]} one sentence for each
 */
export const unusedGrants = (root) => {
  const taken = new Map(Object.keys(fences).map((folder) => [folder, new Set()]));
  for (const path of sourcesOf(root)) {
    const folder = dirname(path);
    for (const [, specifier = ''] of readFileSync(join(root, 'packages', path), 'utf8').matchAll(specifiers))
      for (const name of grantOf(folder, specifier)) taken.get(folder)?.add(name);
  }
  return Object.entries(fences).flatMap(([folder, grants]) =>
    grants
      // What all features may have no one of them needs.
      .filter((grant) => !folder.includes('*') && !grant.includes('*') && !taken.get(folder)?.has(grant))
      .map((grant) => `scripts/fences.mjs gives ${grant} to ${folder}, which does not use it`),
  );
};
