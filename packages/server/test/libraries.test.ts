import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { libraryLimits, openLibraries } from '../src/libraries/libraries.ts';
import { person } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';

const library = JSON.stringify({ type: 'excalidrawlib', version: 2, libraryItems: [] });

/** A folder with two libraries, and much that is none. */
function folderOf(): string {
  const folder = newFolder();
  for (const name of ['Cloud & shapes.excalidrawlib', 'own.gessolib', '.hidden.excalidrawlib', 'notes.txt', 'a.json'])
    writeFileSync(join(folder, name), library);
  mkdirSync(join(folder, 'folder.excalidrawlib'));
  writeFileSync(join(folder, 'huge.excalidrawlib'), '');
  truncateSync(join(folder, 'huge.excalidrawlib'), libraryLimits.bytes + 1);
  return folder;
}

describe('libraries of the operator', () => {
  test('are listed by name and given as they are, with what has changed', async () => {
    const folder = folderOf();
    const server = await serve({ LIBRARIES_DIR: folder });
    const ann = person(server.url);
    const list = await ann.get('/api/libraries');
    expect(list.body).toEqual({
      libraries: [
        { name: 'Cloud & shapes.excalidrawlib', bytes: library.length },
        { name: 'own.gessolib', bytes: library.length },
      ],
    });
    const address = `/api/libraries/${encodeURIComponent('Cloud & shapes.excalidrawlib')}`;
    const given = await ann.get(address);
    expect(given.text).toBe(library);
    expect(given.headers.get('content-type')).toBe('application/octet-stream');
    expect(given.headers.get('x-content-type-options')).toBe('nosniff');
    expect(given.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(given.headers.get('content-security-policy')).toContain('sandbox');
    const etag = given.headers.get('etag') ?? '';
    const again = { 'if-none-match': etag };
    expect((await ann.request('GET', address, undefined, again)).status).toBe(304);
    writeFileSync(join(folder, 'Cloud & shapes.excalidrawlib'), `${library}\n`);
    utimesSync(join(folder, 'Cloud & shapes.excalidrawlib'), 1, 1);
    const changed = await ann.request('GET', address, undefined, again);
    expect([changed.status, changed.text]).toEqual([200, `${library}\n`]);
  });

  test('are asked for without a session, and none is made', async () => {
    const server = await serve({ LIBRARIES_DIR: folderOf() });
    const answer = await fetch(`${server.url}/api/libraries`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('lead nowhere else', async () => {
    const folder = folderOf();
    const server = await serve({ LIBRARIES_DIR: join(folder, 'folder.excalidrawlib') });
    const ann = person(server.url);
    for (const name of [
      '../own.gessolib',
      '..%2fown.gessolib',
      '%2e%2e%2fown.gessolib',
      '..%5cown.gessolib',
      encodeURIComponent(join(folder, 'own.gessolib')),
      'own.gessolib%00.excalidrawlib',
      '.hidden.excalidrawlib',
      'notes.txt',
      'huge.excalidrawlib',
      `${'x'.repeat(150)}.gessolib`,
    ]) {
      const answer = await ann.get(`/api/libraries/${name}`);
      expect([name, answer.status]).toEqual([name, 404]);
    }
  });

  test('are none unless the operator has a folder of them', async () => {
    const server = await serve();
    const ann = person(server.url);
    expect((await ann.get('/api/libraries')).body).toEqual({ libraries: [] });
    expect((await ann.get('/api/libraries/own.gessolib')).status).toBe(404);
  });

  test('may be linked to; what is too large or no file is none', async () => {
    const folder = folderOf();
    const linked = newFolder();
    for (const name of ['own.gessolib', 'huge.excalidrawlib', 'folder.excalidrawlib', 'gone.gessolib'])
      symlinkSync(join(folder, name), join(linked, name));
    const libraries = openLibraries(linked, () => undefined);
    expect((await libraries.list()).map(({ name }) => name)).toEqual(['own.gessolib']);
    expect(await libraries.find('huge.excalidrawlib')).toBeUndefined();
    expect(await libraries.find('folder.excalidrawlib')).toBeUndefined();
  });

  test('a folder that cannot be read is told of once', async () => {
    const told: unknown[] = [];
    const libraries = openLibraries(join(newFolder(), 'none'), (error) => told.push(error));
    expect(await libraries.list()).toEqual([]);
    expect(await libraries.list()).toEqual([]);
    expect(told).toHaveLength(1);
  });

  test('are no more than are listed', async () => {
    const folder = newFolder();
    for (let i = 0; i <= libraryLimits.files; i += 1) writeFileSync(join(folder, `${i}.gessolib`), '{}');
    expect(await openLibraries(folder, () => undefined).list()).toHaveLength(libraryLimits.files);
  });
});
