import type { BoardPoint } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';

/** Brings a place into the middle of the view, as near as the board is looked at. */
export const goTo = (editor: Editor, place: BoardPoint | undefined): void => {
  if (place !== undefined) editor.show({ type: 'point', ...place, zoom: editor.camera.peek().zoom });
};
