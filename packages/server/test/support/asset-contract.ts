import { expect, test } from 'vitest';
import type { Repositories } from '../../src/stores/repositories.ts';
import { boardOf, type Open } from './repository-records.ts';

const pictureOf = (letter: string, size = 10) => ({
  record: { hash: letter.repeat(43), type: 'image/png', bytes: size } as const,
  data: new Uint8Array(size).map((_, i) => i % 251),
});

export const assetContract = (open: Open): void => {
  const by = (at: number) => ({ person: 'ann', at });
  const readAll = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const read: Uint8Array[] = [];
    for await (const part of parts) read.push(part);
    return Buffer.concat(read);
  };
  const hashes = (rows: readonly { readonly hash: string }[]): string[] => rows.map(({ hash }) => hash);
  const sweep = async ({ sweep }: Repositories, loose: number): Promise<number> => {
    let gone = 0;
    for await (const taken of sweep({ old: 0, ended: 0, passing: 0, loose })) gone += taken;
    return gone;
  };

  test('are found on the boards that have them, with every byte', async () => {
    const { boards, assets } = await open();
    for (const id of ['b', 'c']) await boards.create(boardOf(id), []);
    const [small, large] = [pictureOf('s'), pictureOf('l', 3_000_001)];
    expect(await assets.add('b', small.record, small.data, by(1))).toBe(true);
    expect(await assets.add('b', large.record, large.data, by(2))).toBe(true);
    expect(await assets.find('b', large.record.hash)).toEqual(large.record);
    expect(await assets.find('c', large.record.hash)).toBeUndefined();
    expect(await assets.ofBoard('b')).toEqual([small.record, large.record]);
    expect(Buffer.compare(await readAll(assets.read(large.record.hash)), large.data)).toBe(0);
    await expect(readAll(assets.read(pictureOf('x').record.hash))).rejects.toThrow();
  });

  test('that come twice, also at once, are kept once, and none for a board that is gone', async () => {
    const { boards, assets } = await open();
    await boards.create(boardOf('b'), []);
    const { record, data } = pictureOf('l', 3_000_001);
    const both = ['b', 'gone'].map((board) => assets.add(board, record, data, by(1)));
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(await assets.add('b', record, data, by(2))).toBe(true);
    expect(await assets.ofBoard('b')).toEqual([record]);
    expect(Buffer.compare(await readAll(assets.read(record.hash)), data)).toBe(0);
  });

  test('are no more than a board has room for, however many come at once', async () => {
    const { boards, assets } = await open();
    await boards.create(boardOf('b'), []);
    const pictures = ['m', 'n', 'o', 'p', 'q', 'r'].map((letter) => pictureOf(letter));
    const room = { bytes: 100, each: 20 };
    const add = ({ record, data }: (typeof pictures)[number]) => assets.add('b', record, data, by(1), room);
    const kept = await Promise.all(pictures.map(add));
    // Three of thirty each: with the bytes of the next the third is not less than a hundred.
    expect(kept.filter((one) => one === true)).toHaveLength(3);
    expect(kept.filter((one) => one === 'full')).toHaveLength(3);
    // One that is there is no other.
    for (const [i, picture] of pictures.entries()) expect(await add(picture)).toBe(kept[i]);
    expect(await assets.ofBoard('b')).toHaveLength(3);
    expect(await assets.add('gone', pictureOf('m').record, pictureOf('m').data, by(1), room)).toBe(false);
  });

  test('go with the last board that has them, a copy of it included', async () => {
    const repositories = await open();
    const { boards, assets } = repositories;
    await boards.create(boardOf('b'), []);
    const { record, data } = pictureOf('a');
    await assets.add('b', record, data, by(1));
    await boards.create(boardOf('copy'), [], 'b');
    await boards.remove('b');
    expect([await assets.ofBoard('b'), await assets.ofBoard('copy')]).toEqual([[], [record]]);
    expect(await sweep(repositories, 99)).toBe(0);
    await boards.remove('copy');
    expect(await sweep(repositories, 1)).toBe(0);
    expect(await sweep(repositories, 99)).toBe(1);
    await expect(readAll(assets.read(record.hash))).rejects.toThrow();
  });

  test('are looked for where a board changed, and given up when nothing has named them for long', async () => {
    const { boards, assets } = await open();
    const minute = 60_000;
    await boards.create(boardOf('b', { updatedAt: 10 * minute }), []);
    await boards.create(boardOf('none', { updatedAt: 10 * minute }), []);
    const [kept, lost] = [pictureOf('k'), pictureOf('l')];
    for (const { record, data } of [kept, lost]) await assets.add('b', record, data, by(10 * minute));
    const named = new Set([kept.record.hash]);
    expect(await assets.toLookAt(100 * minute, 0)).toEqual(['b']);
    expect(await assets.looked('b', { named, at: 20 * minute, unnamedBefore: 0 })).toBe(0);
    // Nothing changed since, and nothing is due.
    expect(await assets.toLookAt(100 * minute, 0)).toEqual([]);
    await boards.update('b', { updatedAt: 30 * minute });
    expect(await assets.toLookAt(20 * minute, 0)).toEqual([]);
    expect(await assets.toLookAt(100 * minute, 0)).toEqual(['b']);
    await assets.looked('b', { named, at: 40 * minute, unnamedBefore: 0 });
    // Since the first look that did not find it.
    await assets.looked('b', { named, at: 95 * minute, unnamedBefore: 20 * minute });
    expect(await assets.toLookAt(100 * minute, 20 * minute)).toEqual([]);
    expect(await assets.toLookAt(100 * minute, 21 * minute)).toEqual(['b']);
    // Brought again it has its time anew.
    await assets.add('b', lost.record, lost.data, by(96 * minute));
    expect(await assets.toLookAt(100 * minute, 21 * minute)).toEqual(['b']);
    expect(await assets.looked('b', { named, at: 97 * minute, unnamedBefore: 96 * minute })).toBe(0);
    expect(await assets.looked('b', { named, at: 99 * minute, unnamedBefore: 98 * minute })).toBe(1);
    expect(hashes(await assets.ofBoard('b'))).toEqual([kept.record.hash]);
  });
};
