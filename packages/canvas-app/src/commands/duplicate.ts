import type { ElementId } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { copiesOf } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { withHeld } from '../editor/held.ts';
import { seenOf } from '../editor/hiding.ts';

/** Board units between an element and its first duplicate. */
const usualOffset: Vec = { x: 16, y: 16 };

/** What was duplicated last: the first copy, and where its original was. */
interface Duplicated {
  readonly copies: readonly ElementId[];
  readonly first: ElementId;
  readonly from: Vec;
}

const last = new WeakMap<Editor, Duplicated>();

/** How far a person has moved what they duplicated last, if that is selected still: the next duplicate goes as far again. */
function repeatedOffset(editor: Editor): Vec | undefined {
  const before = last.get(editor);
  const selection = editor.selection.peek();
  if (
    before === undefined ||
    before.copies.length !== selection.size ||
    !before.copies.every((id) => selection.has(id))
  )
    return undefined;
  const copy = editor.board.get(before.first);
  return copy && { x: copy.x - before.from.x, y: copy.y - before.from.y };
}

/** Puts copies of what is selected beside it and selects them. A row of copies is one press each, once the first is put in its place. */
export function duplicate(editor: Editor): void {
  const elements = seenOf(editor, withHeld(editor, editor.selected()));
  const by = repeatedOffset(editor) ?? usualOffset;
  const ids = editor.board.edit((writer) => writer.addAll(copiesOf(elements, by, editor.entered.peek())));
  editor.select(ids);
  const [first] = ids;
  const [original] = elements;
  if (first === undefined || original === undefined) return;
  last.set(editor, { copies: ids, first, from: { x: original.x, y: original.y } });
}
