import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { rebased, spliced } from '../src/board/text-splice.ts';
import { openTypingHistory } from '../src/board/typing-history.ts';
import { type Board, type ElementId, limits, type NewElement } from '../src/index.ts';
import { changesDuring, newBoard, pair, rect } from './board.ts';

const open = (board: Board, id: ElementId) => {
  const session = board.typing(id);
  if (session === undefined) throw new Error('no text');
  return session;
};

const fresh = (): NewElement => ({ kind: 'text', x: 0, y: 0, text: '' });

const textOf = (board: Board, id: ElementId): string => {
  const element = board.get(id);
  return element !== undefined && 'text' in element ? element.text : '';
};

describe('typing', () => {
  test('is one undo step from open to close, no matter what was typed and deleted', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'a' })));
    const session = open(board, id);
    for (const text of ['ab', 'abc', 'abcd', 'abd', 'abd!']) session.set(text);
    session.close();
    expect(textOf(board, id)).toBe('abd!');
    expect(board.undo()).toEqual({ steps: 1, changed: true });
    expect(textOf(board, id)).toBe('a');
    board.redo();
    expect(textOf(board, id)).toBe('abd!');
  });

  test('in two sessions is two steps', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    for (const word of ['one', 'one two']) {
      const session = open(board, id);
      session.set(word.slice(0, -1));
      session.set(word);
      session.close();
    }
    board.undo();
    expect(textOf(board, id)).toBe('one');
  });

  test('is not one step with an edit in between', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    const session = open(board, id);
    session.set('a');
    board.edit((w) => w.patch(id, { x: 9 }));
    session.set('ab');
    board.undo();
    expect(board.get(id)).toMatchObject({ text: 'a', x: 9 });
    board.undo();
    expect(board.get(id)).toMatchObject({ text: 'a', x: 0 });
  });

  test('goes on after an undo, which the typist hears of', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    const session = open(board, id);
    const heard: string[] = [];
    session.onRemote((text) => heard.push(text));
    session.set('abc');
    board.undo();
    expect(heard).toEqual(['']);
    session.set('x');
    expect(textOf(board, id)).toBe('x');
    board.undo();
    expect(textOf(board, id)).toBe('');
  });

  test('is heard as one change a time, and not by the typist', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    const session = open(board, id);
    const heard: string[] = [];
    session.onRemote((text) => heard.push(text));
    const changes = changesDuring(board, () => session.set('hello'));
    expect(changes).toHaveLength(1);
    expect(changes[0]?.updated[0]).toMatchObject({ text: 'hello' });
    expect(heard).toEqual([]);
  });

  test('makes line ends and broken characters whole', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect()));
    const session = open(board, id);
    session.set('a\r\nb\ud83d');
    expect(textOf(board, id)).toBe('a\nb\ufffd');
  });

  test('is only for what carries text', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'frame', x: 0, y: 0 }));
    expect(board.typing(id)).toBeUndefined();
    expect(board.typing('not-there---')).toBeUndefined();
  });

  test('into what was deleted goes nowhere until it is back', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'a' })));
    const session = open(board, id);
    board.edit((w) => w.remove(id));
    session.set('ab');
    expect(board.get(id)).toBeUndefined();
    board.undo();
    session.set('abc');
    expect(textOf(board, id)).toBe('abc');
  });
});

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
    const [ada, ben] = [open(both.a, id), open(both.b, id)];
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
    const [ada, ben] = [open(both.a, id), open(both.b, id)];
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
    const session = open(board, id);
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
    const session = open(board, id);
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

test('a text that another program puts in the place of the old one is shown', () => {
  const { doc, board } = newBoard();
  const id = board.edit((w) => w.add(rect({ text: 'old' })));
  const changes = changesDuring(board, () => doc.getMap('tx').set(id, new Y.Text('new')));
  expect(changes.map(({ updated }) => updated[0])).toMatchObject([{ text: 'new' }]);
  const session = open(board, id);
  session.set('newer');
  expect(textOf(board, id)).toBe('newer');
});

describe('typing more than a text can hold', () => {
  const most = limits.textLength;

  test('keeps what fits, says how much did not, and shows what is kept', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'ab' })));
    const session = open(board, id);
    const heard: string[] = [];
    session.onRemote((text) => heard.push(text));
    expect(session.set(`a${'x'.repeat(30_000)}b`, 30_001)).toBe(30_002 - most);
    expect(textOf(board, id)).toBe(`a${'x'.repeat(most - 2)}b`);
    expect(heard).toEqual([textOf(board, id)]);
    expect(session.value()).toBe(textOf(board, id));
  });

  test('from the first letter on keeps what fits', () => {
    const { board } = newBoard();
    const session = board.typingNew('new-text----', fresh);
    const heard: string[] = [];
    session.onRemote((text) => heard.push(text));
    expect(session.set('x'.repeat(30_000))).toBe(30_000 - most);
    expect(textOf(board, 'new-text----')).toBe('x'.repeat(most));
    expect(heard.at(-1)).toHaveLength(most);
  });

  test('letter by letter stops at the limit, and goes on when there is room again', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'x'.repeat(most) })));
    const session = open(board, id);
    for (const letter of 'abc') expect(session.set(session.value() + letter)).toBe(1);
    expect(session.value()).toHaveLength(most);
    expect(session.set('short')).toBe(0);
    expect(session.set('short!')).toBe(0);
    expect(textOf(board, id)).toBe('short!');
  });

  test('never keeps half of a character', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'x'.repeat(most - 1) })));
    const session = open(board, id);
    expect(session.set(`${session.value()}😀`)).toBe(2);
    expect(textOf(board, id)).toBe('x'.repeat(most - 1));
  });

  test('by two at once still lets either delete', () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ text: 'x'.repeat(most - 2) })));
    both.tell();
    const [mine, theirs] = [open(both.a, id), open(both.b, id)];
    mine.set(`${mine.value()}ab`);
    theirs.set(`${theirs.value()}cd`);
    both.tell();
    expect(textOf(both.a, id).length).toBe(most + 2);
    expect(mine.set(mine.value().slice(1))).toBe(0);
    expect(textOf(both.a, id).length).toBe(most + 1);
    expect(mine.set(`${mine.value()}z`)).toBe(1);
    expect(textOf(both.a, id).length).toBe(most + 1);
  });
});

describe('a text in which nothing can be seen', () => {
  for (const [name, text] of [
    ['spaces', '   '],
    ['line ends', '\n\n'],
    ['characters without width', '\u200b\u2060\ufeff'],
    ['fillers', '\u3164\u115f\u2800'],
  ] as const) {
    test(`of ${name} is never made, and goes when it is all that is left`, () => {
      const { board } = newBoard();
      const session = board.typingNew('new-text----', fresh);
      session.set(text);
      expect(session.value()).toBe(text);
      session.close();
      expect(board.size).toBe(0);
      expect(board.canUndo).toBe(false);

      const id = board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'seen' }));
      const again = open(board, id);
      again.set(text);
      again.close();
      expect(board.size).toBe(0);
      board.undo();
      expect(textOf(board, id)).toBe('seen');
    });
  }

  test('is made with its first letter, what came before it included', () => {
    const { board } = newBoard();
    const session = board.typingNew('new-text----', fresh);
    session.set('  ');
    session.set('  a');
    session.close();
    expect(textOf(board, 'new-text----')).toBe('  a');
  });

  test('is still a sticky note', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'sticky', x: 0, y: 0, text: 'a' }));
    const session = open(board, id);
    session.set(' ');
    session.close();
    expect(board.size).toBe(1);
  });
});

describe('composing while a colleague types', () => {
  const shared = (text: string) => {
    const both = pair();
    const id = both.a.edit((w) => w.add({ kind: 'sticky', x: 0, y: 0, text }));
    both.tell();
    const [mine, theirs] = [open(both.a, id), open(both.b, id)];
    const heard: [string, number][] = [];
    mine.onRemote((now, move) => heard.push([now, move(8)]));
    return { ...both, id, mine, theirs, heard };
  };

  test('the field stays as it is until the end, and both words are whole', () => {
    const { a, b, id, mine, theirs, heard, tell } = shared('ab');
    mine.hold(true);
    mine.set('abにほ');
    tell();
    theirs.set(`x${theirs.value()}`, 1);
    tell();
    expect(heard).toEqual([]);
    expect(mine.value()).toBe('abにほ');
    mine.set('ab日本');
    tell();
    expect(mine.value()).toBe('ab日本');
    mine.hold(false);
    tell();
    expect(heard.map(([text]) => text)).toEqual(['xab日本']);
    expect(textOf(a, id)).toBe('xab日本');
    expect(textOf(b, id)).toBe('xab日本');
  });

  test('changes before and behind stay where they are, the caret too', () => {
    const { a, id, mine, theirs, heard, tell } = shared('start end');
    mine.hold(true);
    mine.set('start k end', 7);
    tell();
    theirs.set(`> ${theirs.value()}`, 2);
    tell();
    theirs.set(`${theirs.value()} <`);
    tell();
    mine.set('start か end', 7);
    mine.set('start 書く end', 8);
    mine.hold(false);
    expect(textOf(a, id)).toBe('> start 書く end <');
    expect(heard).toEqual([['> start 書く end <', 10]]);
  });

  test('any two splices of one text come to the same in either order, as long as they remove nothing of each other', () => {
    const text = fc.stringMatching(/^[a-d]{0,8}$/);
    const raw = fc.record({ at: fc.nat(20), remove: fc.nat(3), insert: fc.stringMatching(/^[x-z]{0,3}$/) });
    fc.assert(
      fc.property(text, raw, raw, (base, p, q) => {
        const fitted = (s: typeof p) => {
          const at = Math.min(s.at, base.length);
          return { at, remove: Math.min(s.remove, base.length - at), insert: s.insert };
        };
        const [one, two] = [fitted(p), fitted(q)];
        fc.pre(one.at + one.remove <= two.at || two.at + two.remove <= one.at);
        fc.pre(!(one.at === two.at && one.remove + two.remove > 0));
        const left = spliced(spliced(base, one), rebased(two, one, false));
        const right = spliced(spliced(base, two), rebased(one, two, true));
        expect(left).toBe(right);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('typing together', () => {
  const shared = (text: string) => {
    const both = pair();
    const id = both.a.edit((w) => w.add({ kind: 'sticky', x: 0, y: 0, text }));
    both.tell();
    return { ...both, id, mine: open(both.a, id), theirs: open(both.b, id) };
  };

  test('keeps both words', () => {
    const { a, b, id, mine, theirs, tell } = shared('the fox');
    mine.set('the quick fox');
    theirs.set('the fox jumps');
    tell();
    expect(textOf(a, id)).toBe('the quick fox jumps');
    expect(textOf(b, id)).toBe('the quick fox jumps');
  });

  test('into a new element from its first letter on keeps both words', () => {
    const { a, b, id, mine, theirs, tell } = shared('');
    mine.set('alpha');
    theirs.set('beta');
    tell();
    expect(['alphabeta', 'betaalpha']).toContain(textOf(a, id));
    expect(textOf(b, id)).toBe(textOf(a, id));
  });

  test('tells the new text and where the caret belongs now', () => {
    const { mine, theirs, tell } = shared('world');
    const heard: [string, number][] = [];
    mine.onRemote((text, move) => heard.push([text, move(3)]));
    theirs.set('hello world');
    tell();
    expect(heard).toEqual([['hello world', 9]]);
    mine.set('hello world!');
    tell();
    expect(theirs.value()).toBe('hello world!');
    expect(heard).toHaveLength(1);
  });

  test('undo takes back only my words', () => {
    const { a, id, mine, theirs, tell } = shared('start');
    mine.set('start mine');
    tell();
    theirs.set('start mine theirs');
    tell();
    a.undo();
    tell();
    expect(textOf(a, id)).toBe('start theirs');
  });

  test('a patch of the text leaves a colleague’s word beside it alone', () => {
    const { a, b, id, tell } = shared('one two three');
    a.edit((w) => w.patch(id, { text: 'one 2 three' }));
    b.edit((w) => w.patch(id, { text: 'one two three four' }));
    tell();
    expect(textOf(a, id)).toBe('one 2 three four');
    expect(textOf(b, id)).toBe('one 2 three four');
  });
});
