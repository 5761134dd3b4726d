import type { Board, ElementId, NewElement } from '../src/index.ts';

/** Opens the text of an element for typing. */
export const typingIn = (board: Board, id: ElementId) => {
  const session = board.typing(id);
  if (session === undefined) throw new Error('no text');
  return session;
};

/** An empty text. */
export const fresh = (): NewElement => ({ kind: 'text', x: 0, y: 0, text: '' });

/** The text of an element as the document has it. */
export const textOf = (board: Board, id: ElementId): string => {
  const element = board.get(id);
  return element !== undefined && 'text' in element ? element.text : '';
};
