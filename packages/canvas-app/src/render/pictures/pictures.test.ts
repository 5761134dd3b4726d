import { expect, test } from 'vitest';
import { createPictures } from './pictures.ts';

const picture = { source: {}, width: 4, height: 2 };
const photograph = { source: {}, width: 4_000, height: 3_000 };
const copy = { source: {}, width: 256, height: 192 };
const noCopies = async () => undefined;

test('from afar a small copy is enough, from near the whole picture comes as well', async () => {
  const asked: string[] = [];
  const pictures = createPictures(
    String,
    async () => {
      asked.push('whole');
      return photograph;
    },
    async () => {
      asked.push('copy');
      return copy;
    },
  );
  expect(pictures.get('a', 100)).toBeUndefined();
  await pictures.settled();
  expect(pictures.get('a', 100)).toBe(copy);
  expect(pictures.get('a', 256)).toBe(copy);
  expect(asked).toEqual(['copy']);
  // What is there is shown until the better one has come.
  expect(pictures.get('a', 257)).toBe(copy);
  await pictures.settled();
  expect(pictures.get('a', 257)).toBe(photograph);
  expect(pictures.get('a', 100)).toBe(copy);
  expect(asked).toEqual(['copy', 'whole']);
});

test('a copy that lacks nothing is all that is loaded, and one that cannot be made leaves the whole picture', async () => {
  let isAble = true;
  const pictures = createPictures(
    String,
    async () => photograph,
    async () => {
      if (!isAble) throw new Error('no decoder');
      return picture;
    },
  );
  expect(pictures.get('small', 100)).toBeUndefined();
  await pictures.settled();
  expect(pictures.get('small', 5_000)).toBe(picture);
  isAble = false;
  expect(pictures.get('large', 100)).toBeUndefined();
  await pictures.settled();
  pictures.get('large', 100);
  await pictures.settled();
  expect(pictures.get('large', 100)).toBe(photograph);
});

test('copies are made by whom they are given to', async () => {
  const pictures = createPictures(String, async () => photograph, noCopies);
  pictures.copyBy(async () => copy);
  pictures.get('a', 10);
  await pictures.settled();
  expect(pictures.get('a', 10)).toBe(copy);
});

test('a picture is asked for once, and told of when it is here', async () => {
  const asked: string[] = [];
  const pictures = createPictures(
    (asset) => `/assets/${asset}`,
    async (address) => {
      asked.push(address);
      return picture;
    },
    noCopies,
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
    noCopies,
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
  const pictures = createPictures(
    String,
    async () => {
      asked++;
      if (!online) throw new Error('offline');
      return picture;
    },
    noCopies,
  );
  pictures.get('a');
  expect(await pictures.settled()).toBe(true);
  expect(await pictures.settled()).toBe(false);
  pictures.get('a');
  expect(asked).toBe(1);
  online = true;
  const told: string[] = [];
  // What paints looks again when it is told of one.
  pictures.onLoad((asset) => {
    told.push(asset);
    pictures.get(asset);
  });
  pictures.retry();
  await pictures.settled();
  expect(pictures.get('a')).toBe(picture);
  expect(new Set(told)).toEqual(new Set(['a']));
});

test('of one that is seen from afar after being offline no more comes than its copy', async () => {
  let online = false;
  const asked: string[] = [];
  const come = (what: string, one: typeof picture) => async () => {
    asked.push(what);
    if (!online) throw new Error('offline');
    return one;
  };
  const pictures = createPictures(String, come('whole', photograph), come('copy', copy));
  pictures.onLoad((asset) => pictures.get(asset, 100));
  pictures.get('a', 100);
  await pictures.settled();
  pictures.get('a', 100);
  await pictures.settled();
  expect(asked).toEqual(['copy', 'whole']);
  online = true;
  pictures.retry();
  await pictures.settled();
  expect(pictures.get('a', 100)).toBe(copy);
  expect(asked).toEqual(['copy', 'whole', 'copy']);
});
