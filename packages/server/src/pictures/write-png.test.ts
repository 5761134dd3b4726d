import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { writePng } from './write-png.ts';

test('a canvas comes back pixel for pixel, see-through ones as well', async () => {
  for (const [width, height] of [
    [1, 1],
    [7, 5],
    // More than is read at a time.
    [3_000, 700],
  ] as const) {
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = 'rgba(200, 30, 90, 0.5)';
    context.fillRect(0, 0, width / 2, height);
    context.fillStyle = '#1971c2';
    context.fillRect(0, height / 2, width, height);
    const read = createCanvas(width, height).getContext('2d');
    read.drawImage(await loadImage(Buffer.from(await writePng(canvas))), 0, 0);
    const [shown, wanted] = [read, context].map((one) => one.getImageData(0, 0, width, height).data);
    expect(Buffer.compare(Buffer.from(shown ?? []), Buffer.from(wanted ?? []))).toBe(0);
  }
});
