import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { rebased, spliced } from '../src/board/text-splice.ts';
import { limits } from '../src/index.ts';
import { changesDuring, newBoard, pair, rect } from './board.ts';
import { fresh, textOf, typingIn } from './typed.ts';

describe('typing', () => {
  test('is one undo step from open to close, no matter what was typed and deleted', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'a' })));
    const session = typingIn(board, id);
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
      const session = typingIn(board, id);
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
    const session = typingIn(board, id);
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
    const session = typingIn(board, id);
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
    const session = typingIn(board, id);
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
    const session = typingIn(board, id);
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
    const session = typingIn(board, id);
    board.edit((w) => w.remove(id));
    session.set('ab');
    expect(board.get(id)).toBeUndefined();
    board.undo();
    session.set('abc');
    expect(textOf(board, id)).toBe('abc');
  });
});

test('a text that another program puts in the place of the old one is shown', () => {
  const { doc, board } = newBoard();
  const id = board.edit((w) => w.add(rect({ text: 'old' })));
  const changes = changesDuring(board, () => doc.getMap('tx').set(id, new Y.Text('new')));
  expect(changes.map(({ updated }) => updated[0])).toMatchObject([{ text: 'new' }]);
  const session = typingIn(board, id);
  session.set('newer');
  expect(textOf(board, id)).toBe('newer');
});

describe('typing more than a text can hold', () => {
  const most = limits.textLength;

  test('keeps what fits, says how much did not, and shows what is kept', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'ab' })));
    const session = typingIn(board, id);
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
    const session = typingIn(board, id);
    for (const letter of 'abc') expect(session.set(session.value() + letter)).toBe(1);
    expect(session.value()).toHaveLength(most);
    expect(session.set('short')).toBe(0);
    expect(session.set('short!')).toBe(0);
    expect(textOf(board, id)).toBe('short!');
  });

  test('never keeps half of a character', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(rect({ text: 'x'.repeat(most - 1) })));
    const session = typingIn(board, id);
    expect(session.set(`${session.value()}😀`)).toBe(2);
    expect(textOf(board, id)).toBe('x'.repeat(most - 1));
  });

  test('by two at once still lets either delete', () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(rect({ text: 'x'.repeat(most - 2) })));
    both.tell();
    const [mine, theirs] = [typingIn(both.a, id), typingIn(both.b, id)];
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
      const again = typingIn(board, id);
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
    const session = typingIn(board, id);
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
    const [mine, theirs] = [typingIn(both.a, id), typingIn(both.b, id)];
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
    return { ...both, id, mine: typingIn(both.a, id), theirs: typingIn(both.b, id) };
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
