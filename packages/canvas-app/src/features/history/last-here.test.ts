import { expect, test } from 'vitest';
import { lastHere, lastHereKey, mostBoards, noteHere } from './last-here.ts';

function memory(text?: string) {
  const items = new Map<string, string>(text === undefined ? [] : [[lastHereKey, text]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test('a board has been seen when it was noted last', () => {
  const storage = memory();
  expect(lastHere(storage, 'a')).toBeUndefined();
  noteHere(storage, 'a', 5_000.4);
  noteHere(storage, 'b', 6_000);
  noteHere(storage, 'a', 7_000);
  expect([lastHere(storage, 'a'), lastHere(storage, 'b'), lastHere(undefined, 'a')]).toEqual([7_000, 6_000, undefined]);
});

test('those that were seen longest ago are forgotten', () => {
  const storage = memory();
  for (let i = 0; i < mostBoards + 2; i++) noteHere(storage, `board ${i}`, i);
  noteHere(storage, 'board 2', 1_000);
  noteHere(storage, 'new', 1_001);
  expect([0, 1, 2, 3, 4].map((i) => lastHere(storage, `board ${i}`))).toEqual([
    undefined,
    undefined,
    1_000,
    undefined,
    4,
  ]);
});

test('what makes no sense is nothing', () => {
  for (const odd of ['{', '7', 'null', '{"a":1}', '[[1,2],["a","b"],["a",-1],["a",1e300],"a",null]'])
    expect(lastHere(memory(odd), 'a')).toBeUndefined();
});
