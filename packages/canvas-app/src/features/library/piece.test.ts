import { describe, expect, test } from 'vitest';
import { libraryLimits } from './limits.ts';
import { contentOf, filedPiece, lacksPictures, parsePiece } from './piece.ts';

const file = (elements: readonly unknown[], more: object = {}) =>
  JSON.stringify({ type: 'gesso/board', version: 1, name: '', elements, ...more });
const box = (id: string, more: object = {}) => ({ id, kind: 'rect', x: 0, y: 0, width: 10, height: 10, ...more });
const dot = 'data:image/png;base64,AAAA';
const hash = 'a'.repeat(43);

describe('a row of the store', () => {
  const row = { id: 'one', library: '', name: 'One', at: 5, text: '{}' };

  test('is a piece, its names as they may be shown', () => {
    expect(parsePiece(row)).toEqual(row);
    expect(parsePiece({ ...row, name: 'a\n\u202eb', library: 7 })).toEqual({ ...row, name: 'a b', library: '' });
    expect(parsePiece({ ...row, name: 'x'.repeat(500) })?.name).toHaveLength(libraryLimits.name);
  });

  test.each([undefined, null, 7, 'text', [], { ...row, id: 1 }, { ...row, at: Number.NaN }, { ...row, text: null }])(
    'is none: %j',
    (given) => {
      expect(parsePiece(given)).toBeUndefined();
    },
  );
});

describe('a piece in a library file', () => {
  const piece = (text: string) => ({ id: 'one', library: '', name: 'One', at: 5, text });

  test('has its name', () => {
    expect(JSON.parse(filedPiece(piece(file([box('one---------')]))) ?? '')).toMatchObject({ name: 'One', version: 1 });
  });

  test.each(['', '{', '7', '[]', '{}', '{"type":"gesso/board","version":9}'])(
    'is none where it is damaged: %s',
    (text) => {
      expect(filedPiece(piece(text))).toBeUndefined();
    },
  );
});

describe('what is in a piece', () => {
  test('is read, and what makes no sense is left out', () => {
    const content = contentOf(
      file([box('one---------'), { kind: 'nothing' }, null, box('two---------', { width: 'x' })]),
    );
    expect(content?.elements.map(({ id }) => id)).toEqual(['one---------']);
  });

  test('has each id once, and ties to nothing but itself', () => {
    const arrow = {
      ...{ id: 'arrow-------', kind: 'arrow', x: 0, y: 0 },
      points: [
        [0, 0],
        [50, 0],
      ],
      start: { element: 'one---------', at: [0.5, 0.5] },
      end: { element: 'elsewhere---', at: [0.5, 0.5] },
    };
    const content = contentOf(file([box('one---------'), box('one---------', { x: 99 }), arrow]));
    expect(content?.elements).toHaveLength(2);
    expect(content?.elements[1]).toMatchObject({ start: { element: 'one---------' } });
    expect(content?.elements[1]).not.toMatchObject({ end: expect.anything() });
  });

  test('has pictures by what shows them; other addresses are none', () => {
    const pictures = { [hash]: dot, b: 'https://gesso.test/picture.png', c: 7 };
    const image = { ...box('picture-----'), kind: 'image', asset: hash };
    const content = contentOf(file([image], { pictures }));
    expect([...(content?.pictures ?? [])]).toEqual([[hash, dot]]);
    expect(content && lacksPictures(content)).toBe(false);
    const without = contentOf(file([image]));
    expect(without && lacksPictures(without)).toBe(true);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    file([]),
    file([{ kind: 'nothing' }]),
    JSON.stringify({ type: 'gesso/board', version: 2, elements: [box('one---------')] }),
    JSON.stringify({ type: 'gesso/board', version: 1, elements: { length: 1 } }),
    `${'['.repeat(100_000)}`,
    ' '.repeat(libraryLimits.pieceLetters + 1),
  ])('is nothing for what is no file of a board: %#', (text) => {
    expect(contentOf(text)).toBeUndefined();
  });

  test('is no more than a piece has', () => {
    const many = Array.from({ length: libraryLimits.elements + 5 }, (_, i) => box(String(i).padStart(12, '-')));
    expect(contentOf(file(many))?.elements).toHaveLength(libraryLimits.elements);
  });
});
