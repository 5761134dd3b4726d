import { type ElementKind, type Form, kindSpec, type StyleName, stylesOf } from '@gesso/crdt-schema';
import { isRound } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import { seenOf } from './hiding.ts';
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

/** The style of what is selected and seen, else of the `form` or other thing the current tool `makes`; undefined when there is nothing to say. */
export const styleView = (editor: Editor, makes?: ElementKind, form?: Form): StyleView | undefined => {
  const chosen = editor.tool.value === 'select' ? seenOf(editor, editor.selected()) : [];
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
