import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLetters, type Letters, lettersIn } from './letters.ts';
import { encodeMessage, type Message, readMessage } from './messages.ts';

const put = (letters: Letters, message: Message) => {
  const bytes = encodeMessage('server', message);
  return bytes === undefined ? 'large' : letters.put(message, bytes);
};

const stored = (board: string, upTo: number): Message => ({ kind: 'stored', board, upTo });
const said = (payloads: readonly string[]) =>
  payloads.flatMap(lettersIn).map((bytes) => {
    const heard = readMessage(bytes);
    return typeof heard === 'string' ? heard : heard.message;
  });

describe('what waits to be told by the database', () => {
  test('is the newest of each board, however often a hot one is stored to', () => {
    const letters = createLetters();
    for (let seq = 1; seq <= 1_000; seq++) put(letters, stored('hot', seq));
    put(letters, stored('cold', 1));
    expect(said(letters.take().payloads)).toEqual([stored('hot', 1_000), stored('cold', 1)]);
    expect(letters.size).toBe(0);
  });

  test('is every order', () => {
    const letters = createLetters();
    const order = (board: string): Message => ({
      kind: 'order',
      order: { order: 'close way', board, whom: { of: 'everybody' } },
    });
    for (const board of ['one', 'one', 'two']) put(letters, order(board));
    expect(said(letters.take().payloads)).toEqual([order('one'), order('one'), order('two')]);
  });

  test('is all that was used', () => {
    const letters = createLetters();
    const spent = (number: number): Message => ({ kind: 'spent', spent: [['bytes', 'ann', 5]], number });
    for (const number of [1, 2]) put(letters, spent(number));
    expect(said(letters.take().payloads)).toEqual([spent(1), spent(2)]);
  });

  test('fits into payloads, and nothing is left out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[\w-]{1,200}$/), { maxLength: 300 }), (boards) => {
        const letters = createLetters();
        for (const board of boards) put(letters, stored(board, 7));
        const payloads: string[] = [];
        while (letters.size > 0) payloads.push(...letters.take().payloads);
        for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
        expect(said(payloads)).toEqual(boards.map((board) => stored(board, 7)));
      }),
      { numRuns: 30 },
    );
  });

  test('is not what is too large for a payload, and not more than may wait', () => {
    const letters = createLetters();
    const people = (count: number): Message => ({
      kind: 'people',
      board: 'board',
      people: Array.from({ length: count }, (_, n) => ({
        person: { id: `person-${n}`, name: 'Somebody', color: '#112233' },
        role: 'editor',
      })),
    });
    expect(put(letters, people(200))).toBe('large');
    expect(put(letters, people(50))).toBeUndefined();
    for (let n = letters.size; n < 10_000; n++) expect(put(letters, stored(`board-${n}`, 1))).toBeUndefined();
    expect(put(letters, stored('one more', 1))).toBe('full');
    expect(put(letters, stored('board-9', 2))).toBeUndefined();
  });

  test('comes back when it was not told, but for what was said anew', () => {
    const letters = createLetters();
    for (const [board, seq] of [
      ['one', 1],
      ['two', 1],
    ] as const)
      put(letters, stored(board, seq));
    const batch = letters.take();
    put(letters, stored('one', 2));
    batch.putBack();
    expect(said(letters.take().payloads)).toEqual([stored('one', 2), stored('two', 1)]);
  });
});
