import type { Element } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import { emptyShapeAround } from '../editor/hollow.ts';
import { type PointerInput, slackFor } from '../editor/pointer.ts';

/** What of the board is under the pointer of a person who is about to write; see-through shapes count. */
export const underWriter = (pointer: PointerInput, editor: Editor): Element | undefined =>
  editor.pick(pointer.at, slackFor(pointer)) ?? emptyShapeAround(editor, pointer.at);
