import { isSmall } from '../editor/camera.ts';
import { mayUse } from '../tools/may-use.ts';
import { tools } from '../tools/registry.ts';
import { useApp } from './app-context.ts';
import { inRow, itemsOf, roomFor, type ToolbarRow } from './toolbar-items.ts';

/** What the toolbar has in this window, for this person. */
export const useToolbarRow = (): ToolbarRow => {
  const { editor } = useApp();
  const mayWrite = editor.canEdit.value;
  const items = itemsOf((item) => {
    if (item === 'fingers') return mayWrite && editor.penMode.value !== 'unseen';
    return item === 'picture' ? mayWrite : mayUse(tools[item], editor);
  });
  const viewport = editor.viewport.value;
  // Before the window was measured nothing is known to be too much.
  const room = viewport.width === 0 ? items.length + 1 : roomFor(viewport);
  // A small window has no other place for the zoom, but where there is nothing to write.
  return inRow(items, room, editor.tool.value, mayWrite && isSmall(viewport));
};
