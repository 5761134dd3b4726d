import {
  type Element,
  type ElementKind,
  isBareText,
  type Patch,
  patched,
  stylesOf,
  type TextElement,
} from '@gesso/crdt-schema';
import { boxOf } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import { seenOf } from './hiding.ts';
import type { Style } from './style.ts';

/** The part of a change that a kind of element has. */
const styleOf = (kind: Element['kind'], change: Partial<Style>): Patch => {
  const applies = new Set<string>(stylesOf(kind));
  return Object.fromEntries(Object.entries(change).filter(([field]) => applies.has(field))) as Patch;
};

/** The part of a change that an element takes on. A text that is aligned otherwise stays where it is. */
export const stylePatch = (element: Element, change: Partial<Style>): Patch => {
  const patch = styleOf(element.kind, change);
  if (!isBareText(element) || patch.align === undefined) return patch;
  const moved = boxOf(element).x - boxOf(patched(element, patch)).x;
  return moved === 0 ? patch : { ...patch, x: element.x + moved };
};

/** How a style is changed. */
export interface StyleChange {
  /** Changes of one hold that follow each other are one step together: a key that is held on a slider. */
  readonly hold?: object | undefined;
  /** What the current tool makes. */
  readonly makes?: ElementKind | undefined;
}

/** Changes the style of what comes next and of what is selected and seen, the latter in one undo step. */
export const applyStyle = (editor: Editor, change: Partial<Style>, { hold, makes }: StyleChange = {}): void => {
  const typed = editor.editing.peek();
  const fresh = editor.newText.peek();
  const isNew = fresh !== undefined && editor.board.get(fresh.id) === undefined;
  const chosen = typed === undefined ? (editor.tool.peek() === 'select' ? [...editor.selection.peek()] : []) : [typed];
  const selected = seenOf(
    editor,
    chosen.flatMap((id) => editor.board.get(id) ?? []),
  ).filter(({ locked }) => !locked);
  const kinds = isNew ? [fresh.kind] : selected.map(({ kind }) => kind);
  editor.remember(kinds.length > 0 || makes === undefined ? kinds : [makes], change);
  // A slider says where it is by itself.
  if (hold === undefined) editor.setDone({ style: change });
  if (isNew) editor.setNewText(patched(fresh, styleOf(fresh.kind, change)) as TextElement);
  if (isNew || selected.length === 0 || !editor.canEdit.peek()) return;
  editor.board.edit((writer) => {
    for (const element of selected) writer.patch(element.id, stylePatch(element, change));
  }, hold);
};
