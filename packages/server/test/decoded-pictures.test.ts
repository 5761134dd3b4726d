import { describe, expect, test } from 'vitest';
import { decoded } from '../src/pictures/paint-board.ts';
import { pictureSizeOf } from '../src/pictures/picture-size.ts';
import { noise, plain, png } from './support/pictures.ts';

describe('the pictures of a board that is painted', () => {
  test('are decoded until they have too many pixels in total, and small ones behind large ones too', async () => {
    const large = await png(1000, 900);
    const files = {
      first: large,
      second: large,
      third: large,
      small: await png(40, 30),
      broken: large.subarray(0, 90),
    };
    const pictures = await decoded(new Map(Object.entries(files)), 2_000_000);
    expect([...pictures.keys()]).toEqual(['first', 'second', 'small']);
  });

  test('say their size before they are decoded', async () => {
    const clear = plain(301, 200, '#c2255c80');
    const files = [
      await png(301, 200),
      await noise(301, 200).webp().toBuffer(),
      await noise(301, 200).webp({ lossless: true }).toBuffer(),
      await clear.webp().toBuffer(),
    ];
    for (const file of files) expect(pictureSizeOf(file)).toEqual({ width: 301, height: 200 });
    expect(pictureSizeOf(Buffer.from('RIFF'))).toBeUndefined();
    expect(pictureSizeOf(Buffer.alloc(64))).toBeUndefined();
  });
});
