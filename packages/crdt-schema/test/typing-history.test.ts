import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { spliced } from '../src/board/text-splice.ts';
import { openTypingHistory } from '../src/board/typing-history.ts';
import { newBoard, pair, rect } from './board.ts';
import { fresh, textOf, typingIn } from './typed.ts';

describe('what is typed is taken back', () => {
  /** Two people in one text, and what both see. */
  const together = (text: string) => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ text })));
    both.tell();
    // As over a socket: every change by itself.
    const [one, other] = both.docs;
    one.on('update', (update, origin) => origin !== 'peer' && Y.applyUpdate(other, update, 'peer'));
    other.on('update', (update, origin) => origin !== 'peer' && Y.applyUpdate(one, update, 'peer'));
    const [ada, ben] = [typingIn(both.a, id), typingIn(both.b, id)];
    const seen = () => {
      expect(textOf(both.b, id)).toBe(textOf(both.a, id));
      expect([ada.value(), ben.value()]).toEqual([textOf(both.a, id), textOf(both.a, id)]);
      return ada.value();
    };
    return { ada, ben, seen };
  };

  test('also when another has typed since, at either side and in the middle, and is typed again', () => {
    const { ada, ben, seen } = together('note');
    ben.set('BBB note', 4);
    ada.set('BBB note AAA', 12);
    ada.set('BxBB note AAA', 2);
    expect(seen()).toBe('BxBB note AAA');
    expect(ben.step('undo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('xnote AAA');
    expect(ben.step('undo', openTypingHistory)).toBe(false);
    expect(ben.step('redo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('BxBB note AAA');
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('BBB note');
  });

  test('also when what another typed on both sides of it came at once', () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ text: 'note' })));
    both.tell();
    const [ada, ben] = [typingIn(both.a, id), typingIn(both.b, id)];
    ada.set('note AAA', 8, 0);
    ada.set('xnote AAA', 1, 2_000);
    both.tell();
    ben.set('Bxnote AAA', 1);
    ben.set('BxBBnote AAA', 4);
    both.tell();
    expect(ada.value()).toBe('BxBBnote AAA');
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(ada.value()).toBe('BBBnote AAA');
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(ada.value()).toBe('BBBnote');
  });

  test('in the same place when letters were deleted among those of another, and none that another deleted', () => {
    const { ada, ben, seen } = together('one two three');
    ben.set('one three', 4);
    ada.set('ne three', 0);
    ada.set('ne three!', 9);
    expect(ben.step('undo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('ne two three!');
    ada.set('ne two thxree!', 10);
    ben.set('ne two three!', 9);
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('ne two three');
    expect(ada.step('undo', openTypingHistory)).toBe(true);
    expect(seen()).toBe('one two three');
    for (let i = 0; i < 3; i += 1) ada.step('redo', openTypingHistory);
    expect(seen()).toBe('ne two three!');
  });

  test('word by word, and by pauses, deletions and moves of the caret', () => {
    const { board } = newBoard();
    const session = board.typingNew('new-text----', fresh);
    const steps: string[] = [];
    for (const [text, caret, time] of [
      ['h', 1, 0],
      ['hi', 2, 100],
      ['hi ', 3, 200],
      ['hi y', 4, 300],
      ['hi yo', 5, 799],
      ['hi you', 6, 1_299],
      ['hi yo', 5, 1_400],
      ['hi y', 4, 1_500],
      ['xhi y', 1, 1_600],
    ] as const)
      session.set(text, caret, time);
    while (session.step('undo', openTypingHistory)) steps.push(session.value());
    expect(steps).toEqual(['hi y', 'hi you', 'hi yo', 'hi', '']);
    while (session.step('redo', openTypingHistory)) steps.pop();
    expect([session.value(), steps]).toEqual(['xhi y', []]);
    session.step('undo', openTypingHistory);
    session.set('hi y!', 5, 1_700);
    expect(session.step('redo', openTypingHistory)).toBe(false);
    session.close();
    board.undo();
    expect(board.size).toBe(0);
  });

  test('as a whole when an input method composed it', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'a' })));
    const session = typingIn(board, id);
    session.hold(true);
    for (const [i, text] of ['an', 'aに', 'aにh', 'a日本'].entries()) session.set(text, text.length, i * 1_000);
    session.hold(false);
    session.step('undo', openTypingHistory);
    expect(textOf(board, id)).toBe('a');
    session.step('redo', openTypingHistory);
    expect(textOf(board, id)).toBe('a日本');
  });

  test('with the caret behind what came back', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'one two' })));
    const session = typingIn(board, id);
    const carets: number[] = [];
    session.onRemote((_text, move) => carets.push(move(0)));
    session.set(' two', 0);
    session.step('undo', openTypingHistory);
    expect(carets).toEqual([3]);
  });

  test('by two people who do and undo anything, to one text in which nothing of one’s own is left to take back', () => {
    const deed = fc.tuple(fc.boolean(), fc.constantFrom('type', 'undo', 'redo'), fc.nat(), fc.nat(3), fc.string());
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 14 }), fc.boolean(), (deeds, alone) => {
        const { ada, ben, seen } = together('abcdef');
        for (const [first, what, at, remove, insert] of deeds) {
          const who = first || alone ? ada : ben;
          const text = who.value();
          const from = at % (text.length + 1);
          if (what !== 'type') who.step(what, openTypingHistory);
          else who.set(spliced(text, { at: from, remove, insert }), from + insert.length);
          seen();
        }
        for (const who of [ada, ben]) while (who.step('undo', openTypingHistory)) seen();
        if (alone) expect(seen()).toBe('abcdef');
      }),
      { numRuns: 200 },
    );
  });
});
