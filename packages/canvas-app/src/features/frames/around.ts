import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { boundsOf, expand, unionAll } from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import { newFrame } from '../../editor/new-frame.ts';

/** Board units between a frame and what it is put around. */
const padding = 24;

/** Puts a frame around what is selected, below everything, and asks for its name. */
export const frameAroundSelection = (editor: Editor): void => {
  const { board } = editor;
  const box = unionAll(editor.selected().map(boundsOf));
  if (box === undefined) return;
  const { x, y, w, h } = expand(box, padding);
  const frame: NewElement = {
    id: newElementId(),
    kind: 'frame',
    x,
    y,
    width: w,
    height: h,
    ...newFrame(board),
  };
  const id = board.edit((writer) => writer.add(frame));
  editor.select([id]);
  editor.setRenaming(id);
};
