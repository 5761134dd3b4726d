import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { assetNameOverlap, assetsNamedIn } from './asset-names.ts';
import { createBoardDoc } from './board-doc.ts';
import { encodeState } from './encode-state.ts';

const name = (letter: string): string => letter.repeat(43);
const known = new Set(['a', 'b', 'c', '-', '_'].map(name));
const picture = (asset: string) => ({ kind: 'image', x: 0, y: 0, width: 10, height: 10, asset }) as const;

describe('the assets a board names', () => {
  test('are those of its pictures, in every update and in the whole', () => {
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    board.edit((w) => w.add(picture(name('a'))));
    const id = board.edit((w) => w.add(picture(name('b'))));
    expect(updates.map((update) => [...assetsNamedIn(update, known)])).toEqual([[name('a')], [name('b')]]);
    board.edit((w) => w.patch(id, { asset: name('c') }));
    expect([...assetsNamedIn(encodeState(doc), known)].sort()).toEqual([name('a'), name('b'), name('c')]);
    expect([...assetsNamedIn(Y.encodeStateAsUpdateV2(doc), new Set([name('c')]))]).toEqual([name('c')]);
  });

  test('are not those of a picture that was deleted and compacted away', () => {
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const id = board.edit((w) => w.add(picture(name('a'))));
    board.edit((w) => w.remove(id));
    const compacted = new Y.Doc();
    Y.applyUpdate(compacted, Y.encodeStateAsUpdate(doc));
    expect(assetsNamedIn(Y.encodeStateAsUpdate(compacted), known).size).toBe(0);
  });

  test('are found between any bytes, and wherever the bytes are cut', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(...known),
        bytes,
        fc.integer({ min: 43, max: 200 }),
        (before, one, after, piece) => {
          const all = Uint8Array.from([...before, ...new TextEncoder().encode(one), ...after]);
          const found = new Set<string>();
          for (let at = 0; at < all.length; at += piece)
            for (const hit of assetsNamedIn(all.subarray(at, at + piece + assetNameOverlap), known)) found.add(hit);
          expect(found.has(one)).toBe(true);
          expect([...assetsNamedIn(all, known)].sort()).toEqual([...found].sort());
        },
      ),
    );
  });
});
