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

test('one that cannot be had is not asked for again until told to', async () => {
  let online = false;
  let asked = 0;
  const pictures = createPictures(String, async () => {
    asked++;
    if (!online) throw new Error('offline');
    return picture;
  });
  pictures.get('a');
  await Promise.resolve();
  await Promise.resolve();
  pictures.get('a');
  expect(asked).toBe(1);
  online = true;
  const loaded = new Promise<string>((resolve) => pictures.onLoad(resolve));
  pictures.retry();
  expect(await loaded).toBe('a');
  expect(pictures.get('a')).toBe(picture);
});
