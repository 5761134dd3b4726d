import { type Element, type ElementId, type Patch, patched } from '@gesso/crdt-schema';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';

/** Those of `elements` that no colleague has locked or removed since. */
export const stillFree = (editor: Editor, elements: readonly Element[]): readonly Element[] =>
  elements.filter(({ id }) => editor.board.get(id)?.locked === false);

/** A gesture that is nothing but a plan: shown as a draft while moving, written in one edit at the end. */
export const patching = (
  editor: Editor,
  elements: readonly Element[],
  planFor: (pointer: PointerInput) => ReadonlyMap<ElementId, Patch>,
): Gesture => ({
  scrollsAtEdge: true,
  move(pointer) {
    const patches = planFor(pointer);
    const changed = elements.map((element) => [element.id, patched(element, patches.get(element.id) ?? {})] as const);
    editor.showDraft({ ...noDraft, changed: new Map(changed) });
  },
  end(pointer) {
    editor.board.edit((writer) => {
      const plan = planFor(pointer);
      for (const { id } of stillFree(editor, elements)) writer.patch(id, plan.get(id) ?? {});
    });
    editor.showDraft(noDraft);
  },
  cancel() {
    editor.showDraft(noDraft);
  },
});
