import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Board, ElementId } from '../src/index.ts';
import { changesDuring, newBoard, pair, rect } from './board.ts';

const open = (board: Board, id: ElementId) => {
  const session = board.typing(id);
  if (session === undefined) throw new Error('no text');
  return session;
};

const textOf = (board: Board, id: ElementId): string => {
  const element = board.get(id);
  return element !== undefined && 'text' in element ? element.text : '';
};

describe('typing', () => {
  test('is one undo step from open to close, whatever was typed and deleted', () => {
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

test('a text that another program puts in the place of the old one is shown', () => {
  const { doc, board } = newBoard();
  const id = board.edit((w) => w.add(rect({ text: 'old' })));
  const changes = changesDuring(board, () => doc.getMap('tx').set(id, new Y.Text('new')));
  expect(changes.map(({ updated }) => updated[0])).toMatchObject([{ text: 'new' }]);
  const session = open(board, id);
  session.set('newer');
  expect(textOf(board, id)).toBe('newer');
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
