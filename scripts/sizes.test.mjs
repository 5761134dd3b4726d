import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './prepare.mjs';

/** The packages whose files and functions are measured. */
const packages = ['canvas-app', 'crdt-schema', 'drawing', 'server'].map((name) => `packages/${name}/src`);
/** Besides them only files: what a simulated world is made of closes over that world. */
const besides = ['simulation'];

/** Lines of a file and of a function, counted with blank ones and comments: what has to be scrolled through. */
const mostLines = { median: 100, ninetiethPercentile: 200, file: 400, function: 80 };

/** The parser that builds the client: it reads TypeScript and JSX. */
const { parseSync } = await import(createRequire(join(root, 'packages/canvas-app/package.json')).resolve('vite'));

const filesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.split(sep).join('/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|d)\.tsx?$|\/node_modules\//.test(path));

const files = [...packages, ...besides]
  .flatMap(filesIn)
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const linesOf = (text) => text.replace(/\n$/, '').split('\n').length;

/** Every node of a syntax tree. */
const nodesOf = (program) => {
  const nodes = [program];
  for (const node of nodes) {
    for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) nodes.push(child);
  }
  return nodes;
};

/** Each function of a file: its place, and its lines from the first to the last. */
const functionsOf = (path, text) => {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0].message}`);
  return nodesOf(program)
    .filter(({ type, body }) => /Function/.test(type ?? '') && body)
    .map(({ start, end }) => ({
      place: `${path}:${text.slice(0, start).split('\n').length}`,
      lines: linesOf(text.slice(start, end)),
    }));
};

/** The size that such a share of all files does not exceed. */
const percentile = (share) => {
  const sizes = files.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
  return sizes[Math.ceil(sizes.length * share) - 1];
};

test('files are read in one go', () => {
  expect(files.filter(({ text }) => linesOf(text) > mostLines.file).map(({ path }) => path)).toEqual([]);
  expect(percentile(0.5)).toBeLessThanOrEqual(mostLines.median);
  expect(percentile(0.9)).toBeLessThanOrEqual(mostLines.ninetiethPercentile);
});

test('functions fit on a screen', { timeout: 60_000 }, () => {
  const measured = files.filter(({ path }) => packages.some((folder) => path.startsWith(`${folder}/`)));
  const all = measured.flatMap(({ path, text }) => functionsOf(path, text));
  expect(all.length).toBeGreaterThan(measured.length);
  expect(all.filter(({ lines }) => lines > mostLines.function)).toEqual([]);
});

test('a function is counted with its comments and blank lines', () => {
  const text = ['const x = 1;', 'function f() {', '  // why', '', '  return () => {', '    return x;', '  };', '}', ''];
  expect(functionsOf('planted.ts', text.join('\n'))).toEqual([
    { place: 'planted.ts:2', lines: 7 },
    { place: 'planted.ts:5', lines: 3 },
  ]);
});
