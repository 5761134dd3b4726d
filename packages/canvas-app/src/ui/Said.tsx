import type { Element } from '@gesso/crdt-schema';
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Editor } from '../editor/editor.ts';
import { describe } from '../words/describe.ts';
import { say } from '../words/later.ts';
import { listed, nameOfColor } from '../words/name-of.ts';
import { useApp } from './app-context.ts';

/** One element with all of its text. */
const wordsOfOne = ({ board }: Editor, element: Element): string => {
  const color = 'color' in element ? (nameOfColor(element.color) ?? '') : '';
  return listed(
    describe(element, (id) => board.get(id), Number.POSITIVE_INFINITY),
    color,
  );
};

/** The elements that are selected and to be seen. Looked up by name: going through a large board for every click would be felt. */
const seenOf = ({ board, index, selection, hidden }: Editor): readonly Element[] => {
  const areAll = hidden.value.size === 0;
  return [...selection.value].flatMap((id) => (areAll || index.bounds(id) !== undefined ? (board.get(id) ?? []) : []));
};

/** Several elements in words: how many, whether they are a group, and whether all are locked. */
const wordsOfMany = (editor: Editor, elements: readonly Element[]): string => {
  const [first] = elements;
  if (first === undefined) return '';
  const group = editor.innerGroups(first).at(-1);
  const isGroup = group !== undefined && elements.every(({ groups }) => groups.includes(group));
  const isLocked = elements.every(({ locked }) => locked);
  const count = say(isGroup ? 'outline.group' : 'selection.many', { n: elements.length });
  return listed(count, isLocked ? say('outline.locked') : '');
};

/** The words for what is selected: of a text that is being typed, once that is done. */
export const Said = () => {
  const { editor } = useApp();
  const said = useRef('');
  /** Said anew when the board changes. Of one only its lock is: others may be typing its text. */
  const state = useComputed(() => {
    void editor.version.value;
    const seen = seenOf(editor);
    return seen.length > 1 ? wordsOfMany(editor, seen) : `${seen[0]?.locked}`;
  });
  if (editor.editing.value === undefined) {
    const many = state.value;
    const [one, another] = seenOf(editor);
    const words = one === undefined ? '' : another === undefined ? wordsOfOne(editor, one) : many;
    if (editor.entered.value.length === 0) said.current = words;
    else said.current = words === '' ? say('selection.inGroup') : say('selection.inGroupOf', { selected: words });
  }
  return <>{said.current}</>;
};
