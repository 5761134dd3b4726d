import { type Element, kindSpec } from '@gesso/crdt-schema';
import type { Editor } from './editor.ts';

/** A side of an element at which the next one is made. */
export type Side = 'n' | 'e' | 's' | 'w';

export const sides: readonly Side[] = ['n', 'e', 's', 'w'];

/** The middle of each side, as fractions of the box. */
export const sideAt: Readonly<Record<Side, readonly [number, number]>> = {
  n: [0.5, 0],
  e: [1, 0.5],
  s: [0.5, 1],
  w: [0, 0.5],
};

/** What has a box with words in it. */
export type Holder = Extract<Element, { readonly height: number; readonly text: string }>;

/** Whether the next one can be made beside it: beside a shape or a note. */
export const hasNext = (element: Element): element is Holder =>
  'height' in element && 'text' in element && !element.locked;

/** Whether it is there for its words alone, so that the next one is written at once. */
export const isNote = (element: Element): element is Holder =>
  hasNext(element) && kindSpec(element.kind).text === 'body';

/** What the next element is made from: what is typed in, else what is selected alone; undefined when there is no such thing. */
export const nextFrom = (editor: Editor): Holder | undefined => {
  const typed = editor.editing.peek();
  const [id, more] = typed === undefined ? editor.selection.peek() : [typed];
  const element = id === undefined || more !== undefined ? undefined : editor.board.get(id);
  return element !== undefined && hasNext(element) && editor.canEdit.peek() ? element : undefined;
};
