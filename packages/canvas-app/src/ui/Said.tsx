import type { Element, ElementId } from '@gesso/crdt-schema';
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

/** Ids of what is selected and to be seen. Elements are looked up one by one: going through a large board for every click would be felt. */
const seenIds = ({ index, selection, hidden }: Editor): readonly ElementId[] => {
  const selected = [...selection.value];
  return hidden.value.size === 0 ? selected : selected.filter((id) => index.bounds(id) !== undefined);
};

/** Several elements in words: how many, whether they are a group, and whether all are locked. The first that is neither ends the search. */
const wordsOfMany = (editor: Editor, ids: readonly ElementId[]): string => {
  const [id] = ids;
  const first = id === undefined ? undefined : editor.board.get(id);
  const group = first && editor.innerGroups(first).at(-1);
  const isGroup = group !== undefined && ids.every((id) => editor.board.get(id)?.groups.includes(group));
  const isLocked = ids.every((id) => editor.board.get(id)?.locked);
  const count = say(isGroup ? 'outline.group' : 'selection.many', { n: ids.length });
  return listed(count, isLocked ? say('outline.locked') : '');
};

/** The words for what is selected: of a text that is being typed, once that is done. */
export const Said = () => {
  const { editor } = useApp();
  const said = useRef('');
  /** Said anew when the board changes. Of one only its lock is: others may be typing its text. */
  const state = useComputed(() => {
    void editor.version.value;
    const ids = seenIds(editor);
    const [id] = ids;
    return ids.length > 1 ? wordsOfMany(editor, ids) : `${id !== undefined && editor.board.get(id)?.locked}`;
  });
  if (editor.editing.value === undefined) {
    const many = state.value;
    const [id, another] = seenIds(editor);
    const one = id === undefined ? undefined : editor.board.get(id);
    const words = another === undefined ? (one === undefined ? '' : wordsOfOne(editor, one)) : many;
    if (editor.entered.value.length === 0) said.current = words;
    else said.current = words === '' ? say('selection.inGroup') : say('selection.inGroupOf', { selected: words });
  }
  return <>{said.current}</>;
};
