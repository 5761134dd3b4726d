import { describe, expect, test } from 'vitest';
import { chatKey, newest, readMemory, unreadOf, unreadThreads, withAllRead, withRead } from './unread.ts';

const entry = (at: number, id: string) => ({ at, author: { id, name: id } });
const thread = (id: string, ...entries: ReturnType<typeof entry>[]) => ({ id, entries: entries as never });

const storageOf = () => {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  };
};

describe('what is unread', () => {
  const threads = [
    thread('a', entry(10, 'ben'), entry(30, 'me')),
    thread('b', entry(20, 'me')),
    thread('c', entry(5, 'ben'), entry(50, 'cleo')),
  ];

  test('is what others wrote after the last that was read', () => {
    expect([...unreadThreads(threads, {}, 'me')]).toEqual(['a', 'c']);
    expect([...unreadThreads(threads, { a: 10 }, 'me')]).toEqual(['c']);
    expect([...unreadThreads(threads, { a: 9, c: 50 }, 'me')]).toEqual(['a']);
  });

  test('of the chat begins after what was read there', () => {
    const chat = [entry(1, 'ben'), entry(2, 'me'), entry(3, 'ben')];
    expect(unreadOf(chat, chatKey, { [chatKey]: 1 }, 'me')).toEqual([entry(3, 'ben')]);
    expect(newest(chat)).toBe(3);
    expect(newest([])).toBe(0);
  });

  test('is nothing once all is read, and again what comes after that', () => {
    const reads = withAllRead(threads, { a: 1, [chatKey]: 7 });
    expect(reads).toEqual({ all: 50, [chatKey]: 7 });
    expect(unreadThreads(threads, reads, 'me').size).toBe(0);
    expect([...unreadThreads([thread('d', entry(51, 'ben'))], reads, 'me')]).toEqual(['d']);
  });

  test('stays as it is where reading says nothing new', () => {
    const reads = { a: 10 };
    expect(withRead(reads, 'a', 10)).toBe(reads);
    expect(withRead(reads, 'a', 11)).toEqual({ a: 11 });
  });
});

describe('what was read on this device', () => {
  test('is there on the next visit, but for threads that are gone', () => {
    const storage = storageOf();
    const memory = readMemory(storage, 'board');
    expect(memory.recall()).toEqual({});
    memory.remember({ a: 1, gone: 2, [chatKey]: 3, all: 4 }, (id) => id === 'a');
    expect(readMemory(storage, 'board').recall()).toEqual({ a: 1, [chatKey]: 3, all: 4 });
  });

  test('is nothing where what is stored makes no sense', () => {
    const storage = storageOf();
    storage.setItem('gesso.read.board', '{"a":"x","b":2,"c":null}');
    expect(readMemory(storage, 'board').recall()).toEqual({ b: 2 });
    storage.setItem('gesso.read.board', '{');
    expect(readMemory(storage, 'board').recall()).toEqual({});
    expect(readMemory(undefined, 'board').recall()).toEqual({});
  });
});
