import { expect, test } from 'vitest';
import type { NewElement } from '../elements/elements.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { openBoard } from './board.ts';
import { boardFilePictures, filedText } from './board-file.ts';

const asset = (i: number) => `${i}`.padStart(43, 'A');
const image = (i: number) => ({ kind: 'image', x: 0, y: 0, width: 60, height: 40, asset: asset(i) }) as NewElement;

/** A board that shows so many pictures, the first of them twice. */
function boardWith(count: number) {
  const board = openBoard(createBoardDoc());
  board.edit((writer) => {
    for (const i of [0, ...Array(count).keys()]) writer.add(image(i));
  });
  return board.all();
}

const addresses = (count: number, letters: number) =>
  new Map(Array.from({ length: count }, (_, i) => [asset(i), `data:image/png;base64,${'A'.repeat(letters)}`]));

const heldIn = (text = '{}') => Object.keys((JSON.parse(text) as { pictures?: object }).pictures ?? {});
const size = (text = '') => Buffer.byteLength(text);

test('a file holds the pictures that its text leaves room for, and says how many it only names', async () => {
  const board = { name: 'für 漢字 🙂', elements: boardWith(5), comments: ['für'], pictures: addresses(4, 100) };
  const whole = await filedText(board);
  expect([heldIn(whole?.text).length, whole?.missing]).toEqual([4, 1]);
  const less = await filedText(board, undefined, size(whole?.text) - 10);
  expect([heldIn(less?.text).length, less?.missing]).toEqual([3, 2]);
  expect(size(less?.text)).toBeLessThan(size(whole?.text));
  const { text = '', missing } = (await filedText({ ...board, pictures: new Map() })) ?? {};
  expect([heldIn(text), missing]).toEqual([[], 5]);
  // Beside a picture that is too large there is room for smaller ones.
  const uneven = new Map([...addresses(1, 500), ...[...addresses(4, 100)].slice(1)]);
  const small = await filedText({ ...board, pictures: uneven }, undefined, size(text) + 500);
  expect(heldIn(small?.text)).toEqual([1, 2].map(asset));
  expect(size(small?.text)).toBeLessThanOrEqual(size(text) + 500);
  expect(await filedText(board, undefined, size(text) - 1)).toBeUndefined();
  expect((await filedText(board, undefined, size(text)))?.text).toBe(text);
});

test('a file holds so many pictures and no more', async () => {
  const count = boardFilePictures.count + 7;
  const { text, missing } =
    (await filedText({ name: '', elements: boardWith(count), pictures: addresses(count, 4) })) ?? {};
  expect([heldIn(text).length, missing]).toEqual([boardFilePictures.count, 7]);
});
