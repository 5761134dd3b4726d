import {
  type Element,
  type ElementKind,
  type Form,
  isBareText,
  kindSpec,
  type Patch,
  patched,
  type StyleName,
  stylesOf,
  type TextElement,
} from '@gesso/crdt-schema';
import { boxOf, isRound } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import type { Style } from './style.ts';

/** Fields that say nothing while a shape has no label. */
const textFields: ReadonlySet<StyleName> = new Set(['font', 'size', 'align', 'valign']);

/**
 * The fields of a kind that matter: text settings only where there is text, or where text is what is made; corners only of what has
 * some; how a fill is only where there is one; a shape only of what is there, as a tool makes its own.
 */
const fieldsOf = (kind: ElementKind, values: Partial<Style>, text: string | undefined): StyleName[] =>
  stylesOf(kind).filter((field) => {
    if (textFields.has(field)) return (text ?? '') !== '' || kindSpec(kind).text === 'body';
    if (field === 'radius') return values.form === undefined || !isRound(values.form);
    return field === 'form' ? text !== undefined : field !== 'fillStyle' || values.fill !== 'none';
  });

/** What the style panel shows: which fields, and their common values (undefined where the selection differs). */
export interface StyleView {
  readonly fields: ReadonlySet<StyleName>;
  /** What it is the style of. */
  readonly kinds: ReadonlySet<ElementKind>;
  readonly values: Partial<Style>;
}

/** The style of the selection, else of the `form` or other thing the current tool `makes`; undefined when there is nothing to say. */
export const styleView = (editor: Editor, makes?: ElementKind, form?: Form): StyleView | undefined => {
  const chosen = editor.tool.value === 'select' ? editor.selected() : [];
  const selected = chosen.filter(({ locked }) => !locked);
  if (selected.length === 0 && chosen.length > 0) return undefined;
  if (selected.length === 0) {
    if (makes === undefined) return undefined;
    const values = editor.styleFor(makes);
    const fields = new Set(fieldsOf(makes, { ...values, form: form ?? values.form }, undefined));
    return { fields, kinds: new Set([makes]), values };
  }
  const fields = new Set(
    selected.flatMap((element) =>
      fieldsOf(element.kind, element as Partial<Style>, 'text' in element ? element.text : ''),
    ),
  );
  const common = [...fields].flatMap((field) => {
    const values = selected.map((element) => (element as Partial<Style>)[field]).filter((value) => value !== undefined);
    const [first] = values;
    return values.length > 0 && values.every((value) => String(value) === String(first)) ? [[field, first]] : [];
  });
  const kinds = new Set(selected.map(({ kind }) => kind));
  return fields.size === 0 ? undefined : { fields, kinds, values: Object.fromEntries(common) as Partial<Style> };
};

/** The part of a change that a kind of element has. */
const styleOf = (kind: Element['kind'], change: Partial<Style>): Patch => {
  const applies = new Set<string>(stylesOf(kind));
  return Object.fromEntries(Object.entries(change).filter(([field]) => applies.has(field))) as Patch;
};

/** The part of a change that an element takes on. A text that is aligned otherwise stays where it is. */
const patchFor = (element: Element, change: Partial<Style>): Patch => {
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

/** Changes the style of what comes next and of what is selected, the latter in one undo step. */
export const applyStyle = (editor: Editor, change: Partial<Style>, { hold, makes }: StyleChange = {}): void => {
  const typed = editor.editing.peek();
  const fresh = editor.newText.peek();
  const isNew = fresh !== undefined && editor.board.get(fresh.id) === undefined;
  const chosen = typed === undefined ? (editor.tool.peek() === 'select' ? [...editor.selection.peek()] : []) : [typed];
  const selected = chosen.flatMap((id) => editor.board.get(id) ?? []).filter(({ locked }) => !locked);
  const kinds = isNew ? [fresh.kind] : selected.map(({ kind }) => kind);
  editor.remember(kinds.length > 0 || makes === undefined ? kinds : [makes], change);
  if (isNew) editor.setNewText(patched(fresh, styleOf(fresh.kind, change)) as TextElement);
  if (isNew || selected.length === 0 || !editor.canEdit.peek()) return;
  editor.board.edit((writer) => {
    for (const element of selected) writer.patch(element.id, patchFor(element, change));
  }, hold);
};
