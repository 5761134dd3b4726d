import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { commentLimits, relayLimits } from '../../../limits.ts';
import { checkUpdate } from './check.ts';

const [thread, entry] = ['abcdefghij-_', 'ABCDEFGHIJ01'];
const said = { u: 'person', n: 'Ada', t: 1, b: 'hello' };
const pin = { u: 'person', x: 1, y: 2 };

const set = (key: string, value: unknown): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('cm').set(key, value);
  return Y.encodeStateAsUpdate(doc);
};
const codeOf = (update: Uint8Array, doc?: Y.Doc): string | undefined => checkUpdate(update, { doc })?.code;

describe('comments', () => {
  test.each([
    ['a thread', thread, pin],
    ['a thread on an element', thread, { ...pin, f: entry, dx: 0, dy: -1 }],
    ['an entry', `${thread}:${entry}`, { ...said, m: ['person'], e: 2, o: 'Bo' }],
    ['an entry of a later version', `${thread}:${entry}`, { ...said, likes: ['person'] }],
    ['a resolved thread', `${thread}:r`, { u: 'person', t: 1 }],
    ['a message', `chat:${entry}`, said],
    ['the longest entry', `${thread}:${entry}`, { ...said, b: '語'.repeat(commentLimits.length) }],
  ])('with %s are accepted', (_, key, value) => {
    expect(codeOf(set(key, value))).toBeUndefined();
    expect(codeOf(set(key, value), new Y.Doc())).toBeUndefined();
  });

  test.each([
    ['a thread without a place', thread, { u: 'person' }],
    ['a thread beyond the board', thread, { ...pin, x: 1e8 }],
    ['a thread of nobody', thread, { x: 1, y: 2 }],
    ['a thread on what is no element', thread, { ...pin, f: 'short', dx: 0, dy: 0 }],
    ['a thread on an element without a distance', thread, { ...pin, f: entry }],
    ['an entry of nobody', `${thread}:${entry}`, { ...said, u: '' }],
    ['an entry of a person with no id', `${thread}:${entry}`, { ...said, u: 'a b' }],
    ['an entry without a text', `${thread}:${entry}`, { u: 'person', t: 1 }],
    ['an entry without a time', `${thread}:${entry}`, { u: 'person', b: 'x' }],
    ['mentions that are none', `${thread}:${entry}`, { ...said, m: [1] }],
    ['a word where an entry belongs', `chat:${entry}`, 'hello'],
    ['a list where an entry belongs', `chat:${entry}`, [said]],
    ['a text where an entry belongs', `chat:${entry}`, new Y.Text('hello')],
    ['bytes where an entry belongs', `chat:${entry}`, new Uint8Array(3)],
    ['a key that is none', 'no key!', said],
    ['the key __proto__', `${thread}:__proto__!`, said],
  ])('with %s are malformed', (_, key, value) => {
    expect(codeOf(set(key, value))).toBe('MALFORMED');
  });

  test.each([
    ['too long a text', `${thread}:${entry}`, { ...said, b: 'x'.repeat(commentLimits.length + 1) }],
    ['too many mentions', `${thread}:${entry}`, { ...said, m: Array(commentLimits.mentions + 1).fill('person') }],
    ['too large a record', thread, { ...pin, more: 'x'.repeat(commentLimits.recordBytes) }],
  ])('with %s are too large', (_, key, value) => {
    expect(codeOf(set(key, value))).toBe('TOO_LARGE');
  });

  test.each([`${thread}:${entry}:like`, `chat:${entry}:r`, 'settings'])('of a later version are told so: %s', (key) => {
    expect(codeOf(set(key, said))).toBe('NEWER_CLIENT');
  });

  test('are as many as a board may have, and those that were taken away do not count', () => {
    const doc = new Y.Doc();
    const cm = doc.getMap('cm');
    const key = (i: number): string => `chat:${String(i).padStart(12, '0')}`;
    doc.transact(() => {
      for (let i = 0; i < relayLimits.commentsTogether; i++) cm.set(key(i), said);
    });
    const more = set(key(99_999), said);
    expect(codeOf(more, doc)).toBe('BOARD_FULL');
    cm.delete(key(3));
    expect(codeOf(more, doc)).toBeUndefined();
  });
});
