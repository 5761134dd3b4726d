import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { compactWithin } from './compaction.ts';

test('compaction takes the memory of one copy of a board, and not of two', { timeout: 60_000 }, async () => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < 300_000; i++) doc.getMap('ov').set(`el-${String(i).padStart(9, '0')}:x`, i);
  });
  // One copy and what making it takes is 160 MiB; two of them are more than 240.
  const { state } = await compactWithin([Y.encodeStateAsUpdate(doc)], 60_000, 0, 220);
  expect(state.length).toBeGreaterThan(1_000_000);
});
