import { expect, test } from 'vitest';
import { isAssetHash, isPendingAsset, newPendingAsset } from './ids.ts';

test('a picture on its way has a name that documents take and that says so', () => {
  const name = newPendingAsset();
  expect(isAssetHash(name)).toBe(true);
  expect(isPendingAsset(name)).toBe(true);
  expect(newPendingAsset()).not.toBe(name);
  expect(isPendingAsset('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')).toBe(false);
});
