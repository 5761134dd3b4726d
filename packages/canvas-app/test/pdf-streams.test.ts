import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkStreams } from '../src/features/import/pdf-streams.ts';

const pdf = (...streams: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      ...streams.flatMap((data, i) => [
        Buffer.from(`${i + 1} 0 obj\n<< /Length ${data.length} /Filter /FlateDecode >>\nstream\r\n`),
        data,
        Buffer.from('\nendstream\nendobj\n'),
      ]),
      Buffer.from('%%EOF'),
    ]),
  );

const words = deflateSync(Buffer.from('BT (upstream and endstreaming) Tj ET '.repeat(10_000)));
const zeros = (mebibytes: number): Buffer => deflateSync(Buffer.alloc(mebibytes * 1024 * 1024), { level: 9 });
const check = (bytes: Uint8Array<ArrayBuffer>) => checkStreams(bytes, async () => undefined);

test('what unpacks to as much as pictures have is read', async () => {
  await expect(check(pdf(words, Buffer.from('no zlib data'), zeros(20), new Uint8Array()))).resolves.toBeUndefined();
  await expect(check(new TextEncoder().encode('stream\nx streams'))).resolves.toBeUndefined();
});

test('what unpacks to more is refused: packed once, packed twice, behind others, with bytes behind it that make no sense', async () => {
  const bomb = zeros(200);
  const refused = { detail: 'file.tooLarge' };
  await expect(check(pdf(words, bomb))).rejects.toMatchObject(refused);
  await expect(check(pdf(deflateSync(bomb)))).rejects.toMatchObject(refused);
  const behind = Buffer.alloc(10_000, 'more');
  await expect(check(pdf(Buffer.concat([deflateSync(bomb), behind])))).rejects.toMatchObject(refused);
  await expect(check(pdf(Buffer.concat([bomb, Buffer.from('more')])))).rejects.toMatchObject(refused);
  const within = Buffer.concat([deflateSync(Buffer.from('x')), Buffer.from(' endstream\nstream\n'), bomb]);
  await expect(
    check(pdf(Buffer.concat([deflateSync(Buffer.from('x')), Buffer.from('stream\n'), within]))),
  ).rejects.toMatchObject(refused);
  await expect(check(pdf(bomb).subarray(0, -20))).rejects.toMatchObject(refused);
  const often = [1, 2, 3].reduce((data: Buffer) => deflateSync(data), Buffer.from('x'));
  await expect(check(pdf(often))).rejects.toMatchObject(refused);
});

test('one that never ends is looked for once', async () => {
  await expect(check(new TextEncoder().encode('stream\n'.repeat(200_000)))).resolves.toBeUndefined();
});

test('it is given up between pieces', async () => {
  let left = 3;
  const pause = async () => {
    left -= 1;
    if (left === 0) throw new Error('given up');
  };
  await expect(checkStreams(pdf(zeros(100)), pause)).rejects.toThrow('given up');
});
