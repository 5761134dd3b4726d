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
    async put(pieces, gone = []) {
      if (isFull()) return false;
      for (const id of gone) rows.delete(id);
      for (const piece of pieces) rows.set(piece.id, piece);
      return true;
    },
    async remove(ids) {
      if (isFull()) return false;
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
    const { gone } = await shelf.remove(({ name }) => name === 'B 2');
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

describe('a store that answers late', () => {
  /** A store whose answers wait until they are let go. */
  function late() {
    const { kept, rows } = memory();
    const waiting: (() => void)[] = [];
    const held = <T>(answer: Promise<T>) => new Promise<T>((resolve) => waiting.push(() => resolve(answer)));
    const free = async (answered: () => boolean) => {
      while (!answered()) {
        await Promise.resolve();
        waiting.shift()?.();
      }
    };
    return { rows, kept: { ...kept, all: async () => await held(kept.all()) }, free };
  }

  test('undoes nothing that was done while it was read', async () => {
    const { kept, rows, free } = late();
    const before = { ...{ id: 'old', library: '', name: 'old', at: 1, text: '{}' } };
    for (const id of ['old', 'other']) rows.set(id, { ...before, id, name: id });
    const shelf = openShelf(kept, clock());
    let isDone = false;
    const all = Promise.all([
      shelf.look(),
      shelf.add('', read('new')),
      shelf.remove(({ id }) => id === 'old'),
      shelf.rename('other', 'renamed'),
      shelf.look(),
    ]).then(() => {
      isDone = true;
    });
    await free(() => isDone);
    await all;
    expect(names(shelf.pieces.value)).toEqual(['new', 'renamed']);
    expect(names([...rows.values()]).sort()).toEqual(['new', 'renamed']);
  });

  test('is read before the first pieces come: what was in a library of their name gives way', async () => {
    const { kept, rows, free } = late();
    rows.set('old', { id: 'old', library: 'Cloud', name: 'old', at: 1, text: '{}' });
    const shelf = openShelf(kept, clock());
    let isDone = false;
    const added = shelf.add('Cloud', read('new')).then((result) => {
      isDone = true;
      return result;
    });
    await free(() => isDone);
    expect(await added).toMatchObject({ replaced: [{ id: 'old' }], isKept: true });
    expect(names([...rows.values()])).toEqual(['new']);
  });
});

describe('a store that takes nothing more', () => {
  test('keeps the library that others were to take the place of; here they are there', async () => {
    let isFull = false;
    const { kept, rows } = memory(() => isFull);
    const shelf = openShelf(kept, clock());
    await shelf.add('Cloud', read('a', 'b'));
    isFull = true;
    const result = await shelf.add('Cloud', read('c'));
    expect(result).toMatchObject({ isKept: false, replaced: [{ name: 'a' }, { name: 'b' }] });
    await shelf.look();
    expect(names(shelf.pieces.value)).toEqual(['c']);
    expect(names([...rows.values()])).toEqual(['a', 'b']);
    // They come back in its place.
    await shelf.putBack(result.added === undefined ? [] : result.replaced, result.added);
    await shelf.look();
    expect(names(shelf.pieces.value)).toEqual(['a', 'b']);
  });

  test('says so of what is removed, renamed and put back; here it is as it was asked for', async () => {
    let isFull = false;
    const { kept } = memory(() => isFull);
    const shelf = openShelf(kept, clock());
    await shelf.add('', read('a', 'b'));
    isFull = true;
    const { gone, isKept } = await shelf.remove(({ name }) => name === 'a');
    expect([names(gone), isKept]).toEqual([['a'], false]);
    expect(await shelf.rename(shelf.pieces.value[0]?.id ?? '', 'B')).toBe(false);
    await shelf.look();
    expect(names(shelf.pieces.value)).toEqual(['B']);
    expect(await shelf.putBack(gone)).toBe(false);
    await shelf.look();
    expect(names(shelf.pieces.value)).toEqual(['a', 'B']);
    // What was never kept is gone for good.
    const { isKept: isGone } = await shelf.remove(() => true);
    expect(isGone).toBe(true);
  });
});

test('a library that was replaced comes back in the place of the other', async () => {
  const { kept, rows } = memory();
  const shelf = openShelf(kept, clock());
  await shelf.add('Cloud', read('a', 'b'));
  const result = await shelf.add('Cloud', read('c', 'd'));
  if (result.added === undefined) throw new Error('refused');
  expect(await shelf.putBack(result.replaced, result.added)).toBe(true);
  expect(names(shelf.pieces.value)).toEqual(['a', 'b']);
  expect(rows.size).toBe(2);
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
