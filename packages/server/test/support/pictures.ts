import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Files that are pictures, made for a test. */

export const black = { r: 0, g: 0, b: 0 } as const;

/** One color, as any type that sharp writes. */
export const plain = (width: number, height: number, color = '#c2255c') =>
  sharp({ create: { width, height, channels: 4, background: color } });

export const png = (width = 40, height = 30): Promise<Buffer> => plain(width, height).png().toBuffer();

/** Like a photograph: no two pixels are the same. */
export const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: black,
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  });

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** A PNG of one bit a pixel with a header that says what it likes, and `rows` rows of nothing. */
export const rawPng = (width: number, height: number, rows: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const data = deflateSync(Buffer.alloc(rows * (Math.ceil(width / 8) + 1)));
  const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
};

export const svg = (content: string, attributes = 'width="100" height="80"', prolog = ''): Buffer =>
  Buffer.from(`${prolog}<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);

/** The pixels of a picture that are not clear. */
export const inkOf = async (bytes: Uint8Array): Promise<number> => {
  const { data } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0);
};

/** The color of one pixel. */
export const colorAt = async (bytes: Uint8Array, left: number, top: number): Promise<number[]> => [
  ...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).ensureAlpha().raw().toBuffer()),
];
