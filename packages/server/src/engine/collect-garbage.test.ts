import { expect, test } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

test('an engine that shows its collector collects what nobody holds any more; if this fails, heap.ts waits for a collection in vain', async () => {
  let held: object | undefined = { some: new Array(1_000).fill(0) };
  const reference = new WeakRef(held);
  held = undefined;
  // A reference that was made in this turn is held to its end.
  await new Promise<void>((resolve) => void setImmediate(resolve));
  collectGarbage();
  expect(reference.deref()).toBeUndefined();
});
