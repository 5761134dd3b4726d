import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { limits } from '@gesso/crdt-schema';
import { describe, expect, test, vi } from 'vitest';
import { libraryText } from '../src/board-files/library-file.ts';
import { formatOf } from '../src/features/import/formats.ts';
import { readPieces, refusedWords } from '../src/features/import/pieces.ts';
import { isFound, removing } from '../src/features/library/drawer.ts';
import { keptNowhere } from '../src/features/library/kept.ts';
import { libraryLimits } from '../src/features/library/limits.ts';
import { contentOf } from '../src/features/library/piece.ts';
import { putPiece } from '../src/features/library/put.ts';
import { notTaken, openShelf } from '../src/features/library/shelf.ts';
import type { App } from '../src/ui/app-context.ts';
import { createShellState } from '../src/ui/shell.ts';
import { board } from './helpers/board.ts';

const read = (text: string, name: string, limits = {}) =>
  readPieces(new Blob([text]), name, new AbortController().signal, { ...libraryLimits, ...limits });
const rectangle = (id: string, x = 0) => ({
  id,
  type: 'rectangle',
  x,
  y: 0,
  width: 60,
  height: 40,
  strokeColor: '#000000',
});
const second = (items: readonly object[]) => JSON.stringify({ type: 'excalidrawlib', version: 2, libraryItems: items });
const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the pieces of a file', () => {
  test('are those of a library of Excalidraw, in version 2 by their names', async () => {
    const { pieces, losses } = await read(
      second([
        { name: 'Pair', elements: [rectangle('a'), rectangle('b', 100)] },
        { elements: [rectangle('c')] },
        { name: 'Nothing', elements: [] },
        { name: 7, elements: [rectangle('d'), { type: 'embeddable' }] },
      ]),
      'shapes.excalidrawlib',
    );
    expect(pieces.map(({ name }) => name)).toEqual(['Pair', '', '']);
    expect(pieces.map(({ text }) => contentOf(text)?.elements.length)).toEqual([2, 1, 1]);
    expect(losses.length).toBeLessThanOrEqual(1);
    const [pair] = pieces.map(({ text }) => contentOf(text)?.elements ?? []);
    const [a, b] = pair ?? [];
    expect(a?.groups).toEqual(b?.groups);
    expect([a?.groups?.length, (b?.x ?? 0) - (a?.x ?? 0)]).toEqual([1, 100]);
  });

  test('have no names in version 1', async () => {
    const first = JSON.stringify({ type: 'excalidrawlib', version: 1, library: [[rectangle('a')], [rectangle('b')]] });
    expect((await read(first, 'old.excalidrawlib')).pieces.map(({ name }) => name)).toEqual(['', '']);
  });

  test('of a board are one, called as the file, with its pictures', async () => {
    const elements = [
      { id: 'picture-----', kind: 'image', x: 0, y: 0, width: 10, height: 10, asset: `${'a'.repeat(43)}` },
      { id: 'box---------', kind: 'rect', x: 20, y: 0, width: 10, height: 10 },
    ];
    const pictures = { ['a'.repeat(43)]: dot };
    const text = JSON.stringify({ type: 'gesso/board', version: 1, name: 'Plan', elements, pictures });
    const { pieces } = await read(text, 'my plan.gesso');
    expect(pieces.map(({ name }) => name)).toEqual(['my plan']);
    const content = contentOf(pieces[0]?.text ?? '');
    expect(content?.elements).toHaveLength(2);
    expect([...(content?.pictures.values() ?? [])]).toEqual([dot]);
  });

  test('that were saved come back as they were, with their names', async () => {
    const { pieces } = await read(
      second([
        { name: 'Pair', elements: [rectangle('a'), rectangle('b', 100)] },
        { name: 'One', elements: [rectangle('c')] },
      ]),
      'shapes.excalidrawlib',
    );
    const saved = libraryText(
      'Mine “1”',
      pieces.map(({ name, text }) => JSON.stringify({ ...JSON.parse(text), name })),
    );
    expect(await formatOf(new Blob([saved]), 'whatever.json')).toBe('library');
    const again = await read(saved, 'Mine.gessolib');
    expect(again.pieces.map(({ name }) => name)).toEqual(['Pair', 'One']);
    const shapes = (list: typeof pieces) =>
      list.map(({ text }) => contentOf(text)?.elements.map(({ kind, groups }) => [kind, groups?.length]));
    expect(shapes(again.pieces).map((all) => all?.map(([kind]) => kind))).toEqual(
      shapes(pieces).map((all) => all?.map(([kind]) => kind)),
    );
  });

  test.each([
    ['{"type":"gesso/library","version":2,"pieces":[]}', 'NEWER_BOARD'],
    ['{"type":"gesso/library","version":1,"pieces":{}}', 'MALFORMED'],
    ['{"type":"gesso/library","version":1,"pieces":[7]}', 'MALFORMED'],
    ['{"type":"gesso/library","version":1,"pieces":[]}', 'MALFORMED'],
    ['{"type":"gesso/library"', 'MALFORMED'],
    ['hello', 'MALFORMED'],
  ])('are refused in a sentence: %s', async (text, code) => {
    const error = await read(text, 'x.gessolib').catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code });
    expect(refusedWords(error, 'x.gessolib')).toContain('x.gessolib');
  });
});

describe('the limits of pieces', () => {
  const asset = 'a'.repeat(43);
  const image = { id: 'picture-----', kind: 'image', x: 0, y: 0, width: 10, height: 10, asset };
  const rect = (id: number) => ({ id: String(id).padStart(12, '-'), kind: 'rect', x: 0, y: 0, width: 10, height: 10 });
  const piece = (name: string, elements: readonly object[], more: object = {}) =>
    JSON.stringify({ type: 'gesso/board', version: 1, name, elements, ...more });
  const names = ({ pieces }: { readonly pieces: readonly { readonly name: string }[] }) =>
    pieces.map(({ name }) => name);

  test('end the reading where there are too many, or all are too large', async () => {
    const file = libraryText(
      '',
      ['a', 'b', 'c'].map((name) => piece(name, [rect(1)])),
    );
    const all = await read(file, 'x.gessolib');
    expect([names(all), all.past]).toEqual([['a', 'b', 'c'], undefined]);
    const few = await read(file, 'x.gessolib', { pieces: 2 });
    expect([names(few), few.past]).toEqual([['a', 'b'], 'tooMany']);
    const small = await read(file, 'x.gessolib', { letters: (all.pieces[0]?.text.length ?? 0) + 10 });
    expect([names(small), small.past]).toEqual([['a'], 'full']);
  });

  test('leave out what is too large for a piece, by its letters and by its elements', async () => {
    const long = Array.from({ length: 50 }, (_, i) => rect(i));
    const file = libraryText('', [piece('small', [rect(1)]), piece('long', long), piece('last', [rect(2)])]);
    for (const limits of [{ elements: 49 }, { pieceLetters: 2_000 }]) {
      const some = await read(file, 'x.gessolib', limits);
      expect([names(some), some.past]).toEqual([['small', 'last'], 'tooLarge']);
    }
    const { length } = await read(piece('', long), 'x.gesso', { elements: 49 }).then(({ pieces }) => pieces);
    expect(length).toBe(0);
  });

  test('count a picture that many pieces show before it is encoded, and encode it once', async () => {
    const png = `data:image/png;base64,${'AAAA'.repeat(100_000)}`;
    const rest = Array.from({ length: 400 }, (_, i) => piece(`p${i}`, [image], { pictures: { [asset]: '' } }));
    const file = libraryText('', [piece('first', [image], { pictures: { [asset]: png } }), ...rest]);
    const encode = vi.spyOn(globalThis, 'btoa');
    const some = await read(file, 'x.gessolib');
    expect(encode).toHaveBeenCalledTimes(1);
    expect(some.past).toBe('full');
    expect(some.pieces.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(libraryLimits.letters);
    encode.mockClear();
    const none = await read(file, 'x.gessolib', { pieceLetters: 100_000 });
    expect([encode.mock.calls.length, none.pieces.length, none.past]).toEqual([0, 0, 'tooLarge']);
    encode.mockRestore();
  });

  test('a PDF holds no pieces', async () => {
    const error = await read('%PDF-1.7\n', 'plan.pdf').catch((failure: unknown) => failure);
    expect(error).toMatchObject({ detail: 'file.unknown' });
    expect(refusedWords(error, 'plan.pdf')).not.toContain('.pdf,');
    expect(refusedWords(error, 'plan.pdf')).toContain('.gessolib');
  });

  test('a piece that is damaged or newer is left out and counted', async () => {
    const newer = JSON.stringify({ type: 'gesso/board', version: 2, elements: [] });
    const { pieces, losses } = await read(libraryText('', ['7', piece('good', [rect(1)]), newer]), 'x.gessolib');
    expect(pieces.map(({ name }) => name)).toEqual(['good']);
    expect(losses).toEqual(['2 elements that make no sense']);
    expect(await read(libraryText('', [newer]), 'x.gessolib').catch((failure: unknown) => failure)).toMatchObject({
      code: 'NEWER_BOARD',
    });
  });

  test('a piece in as many groups as an element may be in comes whole', async () => {
    const groups = Array.from({ length: limits.groups }, (_, i) => `group-${i}`.padEnd(12, '-'));
    const grouped = [1, 2].map((id) => ({ ...rect(id), groups }));
    const { pieces } = await read(libraryText('', [piece('deep', grouped)]), 'x.gessolib');
    expect(contentOf(pieces[0]?.text ?? '')?.elements.map((one) => one.groups?.length)).toEqual([
      limits.groups,
      limits.groups,
    ]);
  });
});

const data = process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const libraries = ['excalidraw', 'ink']
  .map((name) => join(data, name))
  .filter((path) => existsSync(path))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.excalidrawlib'));
if (libraries.length === 0) console.log('no real libraries here: REAL_DATA');

describe.runIf(libraries.length > 0)('real libraries', () => {
  test.each(libraries.map((path) => [basename(path), path]))('%s has all its pieces', async (name, path) => {
    const text = readFileSync(path, 'utf8');
    const file = JSON.parse(text) as { library?: unknown[][]; libraryItems?: { name?: string; elements: unknown[] }[] };
    const given = (file.libraryItems ?? file.library ?? []).map((item) => (Array.isArray(item) ? item : item.elements));
    const filled = given.filter((elements) =>
      elements.some((one) => (one as { isDeleted?: boolean }).isDeleted !== true),
    );
    const { pieces, losses } = await read(text, name);
    expect(losses).toEqual([]);
    expect(pieces).toHaveLength(filled.length);
    for (const piece of pieces) expect(contentOf(piece.text)?.elements.length).toBeGreaterThan(0);
    expect(notTaken([], pieces)).toBeUndefined();
  });

  test('have room on a device together', async () => {
    const all = await Promise.all(libraries.map((path) => read(readFileSync(path, 'utf8'), basename(path))));
    const pieces = all.flatMap((library) => library.pieces);
    console.log(`${libraries.length} libraries, ${pieces.length} pieces`);
    expect(pieces.length).toBeLessThanOrEqual(libraryLimits.pieces);
  });
});

describe('a piece', () => {
  const piece = (elements: readonly object[], more: object = {}) => ({
    name: 'Pair',
    text: JSON.stringify({ type: 'gesso/board', version: 1, name: '', elements, ...more }),
  });
  const pair = piece([
    { id: 'one---------', kind: 'rect', x: 1_000, y: 0, width: 100, height: 60, locked: true },
    { id: 'two---------', kind: 'rect', x: 1_100, y: 0, width: 100, height: 60 },
  ]);

  function person() {
    const t = board();
    const told: string[] = [];
    const taken: { readonly name: string | undefined; readonly at: unknown }[] = [];
    const app = {
      editor: t.editor,
      byHand: <T>(run: () => T) => run(),
      shell: { tell: (message: string) => told.push(message) },
    } as unknown as App;
    const take = (files: readonly File[], at?: unknown) => void taken.push({ name: files[0]?.name, at });
    return { t, told, taken, put: (given = pair, at?: { x: number; y: number }) => putPiece(app, given, take, at) };
  }

  test('lies in the middle of the view, selected and free, as one step; the next beside it', () => {
    const { t, put } = person();
    const view = t.editor.viewBox();
    expect(put()).toBe(true);
    const [one, two] = t.all();
    const middle = { x: view.x + view.w / 2, y: view.y + view.h / 2 };
    expect(one).toMatchObject({ x: middle.x - 100, y: middle.y - 30, locked: false });
    expect(two).toMatchObject({ x: middle.x, y: middle.y - 30 });
    expect([...t.editor.selection.peek()]).toEqual([one?.id, two?.id]);
    put();
    expect(t.all()).toHaveLength(4);
    expect(t.all()[2]).toMatchObject({ x: (one?.x ?? 0) + 16, y: (one?.y ?? 0) + 16 });
    t.editor.undo();
    expect(t.all()).toHaveLength(2);
    t.editor.undo();
    expect(t.all()).toEqual([]);
  });

  test('lies about the place where it was let go', () => {
    const { t, put } = person();
    t.editor.setCamera({ x: 500, y: 500, zoom: 2 });
    put(pair, { x: 100, y: 100 });
    expect(t.all()[0]).toMatchObject({ x: 450, y: 520 });
  });

  test('with pictures goes the way of files', () => {
    const { t, put, taken } = person();
    const image = { id: 'picture-----', kind: 'image', x: 0, y: 0, width: 10, height: 10, asset: 'a'.repeat(43) };
    expect(put(piece([image], { pictures: { ['a'.repeat(43)]: dot } }), { x: 5, y: 5 })).toBe(true);
    expect(taken).toEqual([{ name: 'Pair.gesso', at: { x: 5, y: 5 } }]);
    expect(t.all()).toEqual([]);
  });

  test('that is damaged is told, as is a board that may not be drawn on', () => {
    const { t, put, told } = person();
    expect(put({ name: '', text: '{}' })).toBe(false);
    t.editor.setRole('viewer');
    expect(put()).toBe(false);
    expect(told).toHaveLength(2);
    expect(t.all()).toEqual([]);
  });
});

test('a piece is found by all words of its name, without case and accents', () => {
  expect(isFound('server  web', 'Web-Sérver')).toBe(true);
  expect(isFound('server mail', 'Web server')).toBe(false);
});

test('a piece that is removed comes back, also where the next one of its name was removed after it', async () => {
  vi.useFakeTimers();
  const shell = createShellState();
  const shelf = openShelf(keptNowhere, () => 0);
  const remove = removing({ shell }, shelf);
  await shelf.add(
    '',
    [1, 2, 3].map((n) => ({ name: '', text: `{"n":${n}}` })),
  );
  const texts = () => shelf.pieces.peek().map(({ text }) => text);
  const all = texts();
  const removeFirst = () => remove('Piece 1', ({ text }) => text === texts()[0]);
  await removeFirst();
  await removeFirst();
  expect(texts()).toHaveLength(1);
  shell.offering()?.();
  await shelf.look();
  expect(texts().sort()).toEqual([...all].sort());
  // What came back is not brought back again.
  await removeFirst();
  vi.advanceTimersByTime(60_000);
  await removeFirst();
  shell.offering()?.();
  await shelf.look();
  expect(texts()).toHaveLength(2);
  vi.useRealTimers();
});
