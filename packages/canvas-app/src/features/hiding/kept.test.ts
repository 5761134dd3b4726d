import { expect, test } from 'vitest';
import { hiddenMemory, mostKept } from './kept.ts';

const key = 'gesso.hidden.board';

/** A storage that counts what is done to it. */
const storage = () => {
  const items = new Map<string, string>();
  const done: string[] = [];
  return {
    items,
    done,
    getItem: (name: string) => items.get(name) ?? null,
    setItem(name: string, text: string) {
      done.push('set');
      items.set(name, text);
    },
    removeItem(name: string) {
      done.push('remove');
      items.delete(name);
    },
  };
};

test('a board on which nothing is hidden leaves nothing in the browser', () => {
  const kept = storage();
  const memory = hiddenMemory(kept, 'board');
  memory.remember(memory.recall());
  expect(kept.done).toEqual([]);
  memory.remember(['a', 'b']);
  expect(kept.items.get(key)).toBe('a b');
  memory.remember([]);
  expect([...kept.items]).toEqual([]);
});

test('what is hidden is known on the next visit, and not written again there', () => {
  const kept = storage();
  hiddenMemory(kept, 'board').remember(['a', 'b']);
  const next = hiddenMemory(kept, 'board');
  expect(next.recall()).toEqual(['a', 'b']);
  next.remember(next.recall());
  expect(kept.done).toEqual(['set']);
});

test('of more than is remembered the last ones are', () => {
  const kept = storage();
  const ids = Array.from({ length: mostKept + 2 }, (_, i) => String(i).padStart(12, '0'));
  hiddenMemory(kept, 'board').remember(ids);
  expect(hiddenMemory(kept, 'board').recall()).toEqual(ids.slice(2));
});
