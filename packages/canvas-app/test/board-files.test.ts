import { describe, expect, test } from 'vitest';
import { boardInPng, hasBoardInPng, withBoardInPng } from '../src/board-files/png-board.ts';
import { boardInSvg, hasBoardInSvg, withBoardInSvg } from '../src/board-files/svg-board.ts';
import { withBoard } from '../src/features/export/file.ts';
import { formatOf } from '../src/features/import/formats.ts';
import { readFile } from '../src/features/import/read-file.ts';
import { board } from './helpers/board.ts';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
/** A PNG of one pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const plain = new Blob([Buffer.from(dot, 'base64')], { type: 'image/png' });
const svg = new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="2"><rect/></svg>'], { type: 'image/svg+xml' });
const pause = async () => undefined;

describe.each([
  ['png', plain],
  ['svg', svg],
] as const)('a board in a %s', (format, picture) => {
  const drawn = () =>
    board(
      { kind: 'frame', x: 0, y: 0, width: 300, height: 200, name: 'Plan' },
      {
        kind: 'text',
        x: 10,
        y: 20,
        text: '</metadata> & "quotes" ]]> \u0007 \uffff العربية',
        marks: [{ from: 0, to: 3, bold: true }],
      },
      {
        kind: 'stroke',
        x: 1,
        y: 2,
        points: { xy: new Float32Array([0, 0, 5, 9]), pressure: new Uint8Array([20, 255]) },
      },
      { kind: 'rect', x: 4, y: 4, locked: true, groups: ['one'] },
    );

  test('comes out as it went in, on its own board, and as copies elsewhere', async () => {
    const t = drawn();
    const file = await withBoard(picture, 'Plan', t.all(), 'board-here');
    expect(file.type).toBe(picture.type);
    expect(await formatOf(file, `Plan.${format}`)).toBe(format);
    const job = { bytes: await bytesOf(file), format };
    const own = await readFile({ ...job, board: 'board-here' }, pause);
    expect(own.isOwn).toBe(true);
    const back = board(...own.elements.flat());
    expect(back.all()).toEqual(t.all());
    const copies = await readFile({ ...job, board: 'another' }, pause);
    expect(copies.isOwn).toBe(false);
    const withoutNames = board(...copies.elements.flat())
      .all()
      .map(({ id: _id, z: _z, groups, ...rest }) => ({ ...rest, groups: groups.length }));
    expect(withoutNames).toMatchObject(
      t.all().map(({ id: _id, z: _z, frame: _frame, groups, ...rest }) => ({ ...rest, groups: groups.length })),
    );
  });

  test('is not seen in a picture without one, and refused where it is damaged', async () => {
    expect(await formatOf(picture, `plain.${format}`)).not.toBe(format);
    const bytes = await bytesOf(await withBoard(picture, 'Plan', drawn().all(), 'board-here'));
    const cut = bytes.slice(0, format === 'png' ? 120 : bytes.length - 30);
    await expect(readFile({ bytes: cut, format, board: undefined }, pause)).rejects.toMatchObject({
      detail: 'file.damaged',
    });
    const broken = bytes.slice();
    broken.fill(48, 80, 140);
    await expect(readFile({ bytes: broken, format, board: undefined }, pause)).rejects.toMatchObject({
      detail: 'file.damaged',
    });
  });
});

test('what is packed too well is refused', async () => {
  const file = await bytesOf(await withBoardInPng(plain, 'x'.repeat(1_000_000)));
  expect(file.length).toBeLessThan(3_000);
  expect(hasBoardInPng(file.subarray(0, 200))).toBe(true);
  await expect(boardInPng(file, 10_000)).rejects.toThrow();
  expect((await boardInPng(file, 2_000_000))?.length).toBe(1_000_000);
});

test('an SVG with a board says so at its beginning', async () => {
  const file = await (await withBoardInSvg(svg, '{"a":"<b>"}')).text();
  expect(hasBoardInSvg(file.slice(0, 200))).toBe(true);
  expect(boardInSvg(file)).toBe('{"a":"<b>"}');
});
