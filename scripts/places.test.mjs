import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases, unlistedFeatures } from './places.mjs';
import { pinnedNode, root } from './prepare.mjs';

const packages = ['crdt-schema', 'drawing', 'server', 'canvas-app'];
/** A run of the compiler takes a second or two, more on a busy machine. One thread finds the same as several, with half the work. */
const patience = 120_000;

let scratch = '';

/** A package's links to others stay links, relative as they are: to the copies beside it, and to what is installed. */
const isSource = (path) => !/^(?:dist|test|\.vite.*|\.bin)$|\.test\.tsx?$/.test(basename(path));

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'gesso-places-'));
  mkdirSync(join(scratch, 'packages'));
  for (const name of packages)
    cpSync(join(root, 'packages', name), join(scratch, 'packages', name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isSource,
    });
  cpSync(join(root, 'tsconfig.base.json'), join(scratch, 'tsconfig.base.json'));
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const write = (file, text) => {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
};

const make = (place) => {
  if ('text' in place) return write(place.file, place.text);
  let text = readFileSync(join(scratch, place.file), 'utf8');
  for (const [after, put] of place.puts) {
    const parts = text.split(after);
    if (parts.length !== 2) throw new Error(`${place.file} has ${parts.length - 1} times: ${after}`);
    text = parts.join(after + put);
  }
  return write(place.file, text);
};

const takeBack = (place) => {
  if ('text' in place) rmSync(join(scratch, place.file), { force: true });
  else cpSync(join(root, place.file), join(scratch, place.file));
};

/** What the compiler complains of, nothing when it does not. */
const complaints = async (project) => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  try {
    // What an earlier run has found is not believed: it does not look again at those that ask for a word when words change.
    const anew = ['--incremental', 'false', '--pretty', 'false', '--singleThreaded'];
    await promisify(execFile)(pinnedNode(), [tsc, '-p', join(scratch, project), ...anew]);
    return '';
  } catch (error) {
    return String(error.stdout);
  }
};

describe.each(cases)('to add $name', ({ most, places, besides = [], uses = [], check }) => {
  const all = [...places, ...besides];
  const count = new Set(places.map(({ file, folder = file }) => folder)).size;

  test(`takes at most ${most} places, and compiles`, { timeout: patience }, async () => {
    expect(new Set(places.map(({ file }) => file)).size).toBe(places.length);
    expect(count).toBeLessThanOrEqual(most);
    for (const place of [...all, ...uses]) make(place);
    const complained = await complaints(check);
    for (const place of [...all, ...uses]) takeBack(place);
    expect(complained).toBe('');
  });

  test.each(all)('is noticed without $file', { timeout: patience }, async (forgotten) => {
    const made = [...all.filter((place) => place !== forgotten), ...uses];
    for (const place of made) make(place);
    const isListed = forgotten.missedBy === 'the list of features';
    const complained = isListed ? unlistedFeatures(scratch).join() : await complaints(forgotten.missedBy ?? check);
    for (const place of made) takeBack(place);
    expect(complained).toMatch(isListed ? /./ : /error TS\d+/);
  });
});

test('every feature is in the list of main.tsx', () => {
  expect(unlistedFeatures(root)).toEqual([]);
});
