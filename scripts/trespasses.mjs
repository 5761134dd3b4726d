/** Compares what the files of each folder import with the table in `fences.mjs`. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fences } from './fences.mjs';

/** `import … from 'x'`, `export … from 'x'`, `import('x')` and `import 'x'`. */
const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'\n]+)'/g;

/** The name by which the table knows a package: `konva/lib/Core.js` is `konva`, `node:fs` is `node` or itself. */
const packageOf = (specifier) => {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
};

/** Whether a package's inside is imported instead of its entry. */
const goesInside = (specifier) => /^@gesso\/[^/]+\/(?!testing$|ink$|pdf$)/.test(specifier);

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
