import { expect, test } from 'vitest';
import { createPictures } from './pictures.ts';

const picture = { source: {}, width: 4, height: 2 };

test('a picture is asked for once, and told of when it is here', async () => {
  const asked: string[] = [];
  const pictures = createPictures(
    (asset) => `/assets/${asset}`,
    async (address) => {
      asked.push(address);
      return picture;
    },
  );
  const loaded = new Promise<string>((resolve) => pictures.onLoad(resolve));
  expect(pictures.get('a')).toBeUndefined();
  expect(pictures.get('a')).toBeUndefined();
  expect(await loaded).toBe('a');
  expect(pictures.get('a')).toBe(picture);
  expect(asked).toEqual(['/assets/a']);
});

test('one that this page has is shown at once, and what has no address yet is asked for later', async () => {
  let isOpen = false;
  const pictures = createPictures(
    (asset) => (isOpen ? asset : undefined),
    async () => picture,
  );
  expect(pictures.get('a')).toBeUndefined();
  await expect(pictures.load('a')).rejects.toThrow('no address');
  isOpen = true;
  expect(await pictures.load('a')).toBe(picture);
  const mine = { ...picture, width: 8 };
  const told: string[] = [];
  pictures.onLoad((asset) => told.push(asset));
  pictures.show('pending', mine);
  expect(told).toEqual(['pending']);
  expect(pictures.get('pending')).toBe(mine);
});

test('one that cannot be had is not asked for again until told to', async () => {
  let online = false;
  let asked = 0;
  const pictures = createPictures(String, async () => {
    asked++;
    if (!online) throw new Error('offline');
    return picture;
  });
  pictures.get('a');
  expect(await pictures.settled()).toBe(true);
  expect(await pictures.settled()).toBe(false);
  pictures.get('a');
  expect(asked).toBe(1);
  online = true;
  const loaded = new Promise<string>((resolve) => pictures.onLoad(resolve));
  pictures.retry();
  expect(await loaded).toBe('a');
  expect(pictures.get('a')).toBe(picture);
});
