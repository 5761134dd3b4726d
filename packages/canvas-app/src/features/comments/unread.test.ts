import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chatKey,
  newest,
  readMemory,
  unreadMentions,
  unreadOf,
  unreadThreads,
  withAllRead,
  withRead,
} from './unread.ts';

const entry = (at: number, by: string, id = `${by}-${at}-------`) => ({ id, at, author: { id: by, name: by } });
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
  const a = [entry(10, 'ben'), entry(30, 'me')];
  const c = [entry(5, 'ben'), entry(50, 'cleo')];
  const threads = [thread('a', ...a), thread('b', entry(20, 'me')), thread('c', ...c)];

  test('is what others wrote that was not there when the thread was read', () => {
    expect([...unreadThreads(threads, {}, 'me')]).toEqual(['a', 'c']);
    const reads = withRead({}, 'a', a);
    expect([...unreadThreads(threads, reads, 'me')]).toEqual(['c']);
    expect([...unreadThreads(threads, withRead(reads, 'c', c.slice(0, 1)), 'me')]).toEqual(['c']);
    expect([...unreadThreads(threads, withRead(reads, 'c', c), 'me')]).toEqual([]);
  });

  test('is also a reply that comes late, by the clock of its author before what was read', () => {
    const reads = withRead({}, 'c', c);
    const late = entry(7, 'dora');
    expect(unreadOf([...c, late], 'c', reads, 'me')).toEqual([late]);
    expect(unreadOf([...c, late], 'c', withAllRead(threads, {}), 'me')).toEqual([late]);
    expect(unreadOf([...c, late], 'c', withRead(reads, 'c', [...c, late]), 'me')).toEqual([]);
  });

  test('is exactly what was never there when it was read, whatever the clocks say and in whatever order it comes', () => {
    const coming = fc.record({ at: fc.integer({ min: 0, max: 1_000 }), by: fc.constantFrom('me', 'ben', 'cleo') });
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 30 }), fc.array(fc.nat(30)), (all, looks) => {
        const entries = all.map(({ at, by }, i) => entry(at, by, `${String(i).padStart(6, '0')}------`));
        const seen = Math.min(entries.length, Math.max(0, ...looks));
        const reads = looks
          .sort((x, y) => x - y)
          .reduce((so, count) => withRead(so, 'one', entries.slice(0, count)), {});
        expect(unreadOf(entries, 'one', reads, 'me')).toEqual(
          entries.slice(seen).filter(({ author }) => author.id !== 'me'),
        );
      }),
    );
  });

  test('mentions a person until that very entry is read, and not where they name themselves', () => {
    const naming = (one: ReturnType<typeof entry>, ...mentions: string[]) => ({ ...one, mentions });
    const named = [naming(entry(10, 'ben')), naming(entry(11, 'ben'), 'cleo', 'me')];
    const all = [
      thread('a', ...named),
      thread('b', naming(entry(20, 'ben'), 'cleo')),
      thread('c', naming(entry(30, 'me'), 'me')),
    ];
    expect([...unreadMentions(all, {}, 'me')]).toEqual(['a']);
    expect([...unreadMentions(all, {}, undefined)]).toEqual([]);
    expect([...unreadMentions(all, withRead({}, 'a', named.slice(0, 1)), 'me')]).toEqual(['a']);
    const reads = withRead({}, 'a', named);
    expect([...unreadMentions(all, reads, 'me')]).toEqual([]);
    // What is said there afterwards is unread, and no mention.
    const later = [thread('a', ...named, naming(entry(40, 'ben')))];
    expect([...unreadThreads(later, reads, 'me')]).toEqual(['a']);
    expect([...unreadMentions(later, reads, 'me')]).toEqual([]);
  });

  test('of the chat begins after what was read there', () => {
    const chat = [entry(1, 'ben'), entry(2, 'me'), entry(3, 'ben')];
    expect(unreadOf(chat, chatKey, withRead({}, chatKey, chat.slice(0, 2)), 'me')).toEqual([entry(3, 'ben')]);
    expect(newest(chat)).toBe(3);
    expect(newest([])).toBe(0);
  });

  test('is nothing once all is read, and again what comes after that', () => {
    const reads = withAllRead(threads, withRead({}, chatKey, [entry(1, 'ben')]));
    expect(unreadThreads(threads, reads, 'me').size).toBe(0);
    expect(unreadOf([entry(1, 'ben')], chatKey, reads, 'me')).toEqual([]);
    expect([...unreadThreads([thread('d', entry(51, 'ben'))], reads, 'me')]).toEqual(['d']);
  });

  test('stays as it is where reading says nothing new', () => {
    const reads = withRead({}, 'a', a);
    expect(withRead(reads, 'a', a)).toBe(reads);
    expect(withRead(reads, 'a', [])).toBe(reads);
  });

  test('is known by a bounded number of ids, and of what is older by its time', () => {
    const many = Array.from({ length: 500 }, (_, i) => entry(i + 1, 'ben', `${String(i).padStart(6, '0')}------`));
    const reads = withRead({}, 'one', many);
    expect(reads['one']?.ids.size).toBe(64);
    expect(unreadOf(many, 'one', reads, 'me')).toEqual([]);
    const lots = Array.from({ length: 5_000 }, (_, i) => thread(`t${i}`, ...many.slice(0, 3)));
    const all = withAllRead(lots, {});
    expect(Object.values(all).reduce((sum, { ids }) => sum + ids.size, 0)).toBeLessThanOrEqual(8_000);
    expect(unreadThreads(lots, all, 'me').size).toBe(0);
  });
});

describe('what was read on this device', () => {
  const ids = (...all: string[]) => new Set(all);

  test('is there on the next visit, but for threads that are gone', () => {
    const storage = storageOf();
    const memory = readMemory(storage, 'board');
    expect(memory.recall()).toEqual({});
    const a = { until: 1, ids: ids('abc-_1', 'abcdef') };
    memory.remember({ a, gone: a, [chatKey]: { until: 3, ids: ids() } }, (id) => id === 'a');
    expect(readMemory(storage, 'board').recall()).toEqual({ a, [chatKey]: { until: 3, ids: ids() } });
  });

  test('is also what an earlier version has kept, which knew times alone', () => {
    const storage = storageOf();
    storage.setItem('gesso.read.board', '{"a":10,"all":20,"chat":5}');
    const reads = readMemory(storage, 'board').recall();
    expect(unreadOf([entry(15, 'ben'), entry(25, 'ben')], 'a', reads, 'me')).toEqual([entry(25, 'ben')]);
    expect(unreadOf([entry(5, 'ben'), entry(15, 'ben')], chatKey, reads, 'me')).toEqual([entry(15, 'ben')]);
  });

  test('is nothing where what is stored makes no sense', () => {
    const storage = storageOf();
    storage.setItem('gesso.read.board', '{"a":"x","b":2,"c":null,"d":"7 !"}');
    expect(readMemory(storage, 'board').recall()).toEqual({ b: { until: 2, ids: ids() } });
    storage.setItem('gesso.read.board', '{');
    expect(readMemory(storage, 'board').recall()).toEqual({});
    expect(readMemory(undefined, 'board').recall()).toEqual({});
  });
});
