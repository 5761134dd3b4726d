import { describe, expect, test } from 'vitest';
import { type KeptPieces, keptNowhere } from './kept.ts';
import { libraryLimits } from './limits.ts';
import type { Piece } from './piece.ts';
import { notTaken, openShelf } from './shelf.ts';

/** A store in memory, which may be full. */
function memory(isFull = () => false) {
  const rows = new Map<string, Piece>();
  const kept: KeptPieces = {
    all: async () => [...rows.values()],
    async put(pieces) {
      if (isFull()) return false;
      for (const piece of pieces) rows.set(piece.id, piece);
      return true;
    },
    async remove(ids) {
      for (const id of ids) rows.delete(id);
      return true;
    },
  };
  return { rows, kept };
}

const clock = () => {
  let at = 1_000;
  return () => {
    at += 1_000;
    return at;
  };
};

const read = (...names: readonly string[]) => names.map((name) => ({ name, text: `{"${name}":1}` }));
const names = (pieces: readonly Piece[]) => pieces.map(({ name }) => name);

describe('the pieces of a device', () => {
  test('stand newest first, those of a file in its order, and are there the next time', async () => {
    const { kept } = memory();
    const shelf = openShelf(kept, clock());
    await shelf.add('', read('old'));
    await shelf.add('Cloud', read('a', 'b', 'c'));
    await shelf.add('', read('new'));
    expect(names(shelf.pieces.value)).toEqual(['new', 'a', 'b', 'c', 'old']);
    const next = openShelf(kept);
    await next.look();
    expect(names(next.pieces.value)).toEqual(['new', 'a', 'b', 'c', 'old']);
  });

  test('of a library that comes again take the place of those before; own ones are added to', async () => {
    const { kept, rows } = memory();
    const shelf = openShelf(kept, clock());
    await shelf.add('Cloud', read('a', 'b'));
    await shelf.add('', read('own'));
    await shelf.add('Cloud', read('c'));
    await shelf.add('', read('own'));
    expect(names(shelf.pieces.value).sort()).toEqual(['c', 'own', 'own']);
    expect(rows.size).toBe(3);
  });

  test('are renamed, removed and put back where they were', async () => {
    const { kept, rows } = memory();
    const shelf = openShelf(kept, clock());
    await shelf.add('', read('a', 'b', 'c'));
    const [, second] = shelf.pieces.value;
    await shelf.rename(second?.id ?? '', '  B\n2 ');
    await shelf.rename('nothing', 'x');
    expect(names(shelf.pieces.value)).toEqual(['a', 'B 2', 'c']);
    const gone = shelf.remove(({ name }) => name === 'B 2');
    expect(names(shelf.pieces.value)).toEqual(['a', 'c']);
    expect(rows.size).toBe(2);
    await shelf.putBack(gone);
    expect(names(shelf.pieces.value)).toEqual(['a', 'B 2', 'c']);
    expect(rows.size).toBe(3);
  });

  test('that the browser does not keep are here all the same, and stay when it is read again', async () => {
    let isFull = false;
    const { kept } = memory(() => isFull);
    const shelf = openShelf(kept, clock());
    await shelf.add('', read('kept'));
    isFull = true;
    expect(await shelf.add('', read('here'))).toMatchObject({ isKept: false });
    await shelf.look();
    expect(names(shelf.pieces.value)).toEqual(['here', 'kept']);
    const nowhere = openShelf(keptNowhere, clock());
    expect(await nowhere.add('', read('a'))).toMatchObject({ isKept: false });
    await nowhere.look();
    expect(names(nowhere.pieces.value)).toEqual(['a']);
  });
});

describe('the bounds of a library', () => {
  const texts = (count: number, letters: number) => {
    const text = 'x'.repeat(letters);
    return Array.from({ length: count }, () => ({ text }));
  };

  test('are those of a piece, of their number and of all together', () => {
    const { pieces, pieceLetters, letters } = libraryLimits;
    const whole = Math.floor(letters / pieceLetters);
    expect(notTaken([], texts(1, pieceLetters))).toBeUndefined();
    expect(notTaken([], texts(1, pieceLetters + 1))).toBe('tooLarge');
    expect(notTaken(texts(pieces - 1, 1), texts(1, 1))).toBeUndefined();
    expect(notTaken(texts(pieces, 1), texts(1, 1))).toBe('tooMany');
    expect(notTaken(texts(whole - 1, pieceLetters), texts(1, pieceLetters))).toBeUndefined();
    expect(notTaken(texts(whole, pieceLetters), texts(1, 1))).toBe('full');
  });

  test('leave what is there as it is where they are met', async () => {
    const { kept } = memory();
    const shelf = openShelf(kept, clock());
    await shelf.add('Cloud', read('a'));
    const tooLarge = [{ name: 'large', text: 'x'.repeat(libraryLimits.pieceLetters + 1) }];
    expect(await shelf.add('Cloud', tooLarge)).toEqual({ refused: 'tooLarge' });
    expect(names(shelf.pieces.value)).toEqual(['a']);
  });
});
