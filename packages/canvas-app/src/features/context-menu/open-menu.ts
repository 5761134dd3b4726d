import { boundsOf, containsBox, containsPoint } from '@gesso/drawing';
import { type ScreenPoint, toBoard } from '../../editor/camera.ts';
import { gripUnder } from '../../editor/handles.ts';
import { hollowAround } from '../../editor/hollow.ts';
import { slackFor } from '../../editor/pointer.ts';
import type { App } from '../../ui/app-context.ts';
import { isPresenting } from './open-by-key.ts';
import { setOpened } from './opened.ts';

/**
 * Selects the top-most element at a place, locked or not, else the see-through shape around it, if it is not part of what is selected.
 * A place among what is selected means all of that, unless a shape within it is nearer; on empty paper nothing is selected.
 */
function selectAt({ editor }: App, screen: ScreenPoint, device: 'mouse' | 'touch'): void {
  // Handles lie beyond what is selected, and belong to it.
  if (gripUnder(editor, { screen, device }) !== undefined) return;
  const at = toBoard(editor.camera.peek(), screen);
  const box = editor.selectionBounds();
  const isAmong = box !== undefined && containsPoint(box, at);
  const hollow = hollowAround(editor, at);
  const around = hollow && isAmong && !containsBox(box, boundsOf(hollow)) ? undefined : hollow;
  const element = editor.pick(at, slackFor({ device })) ?? around;
  if (element === undefined) {
    if (!isAmong) editor.select([]);
  } else if (!editor.selection.peek().has(element.id)) {
    editor.setTool('select');
    editor.select([element.id]);
  }
}

/** Opens the menu at a place of the screen, for what lies there on the paper, or for what is selected. */
export function openAt(app: App, at: ScreenPoint, by: 'mouse' | 'touch', of: 'paper' | 'selection'): void {
  if (isPresenting()) return;
  app.editor.pendingLine.peek()?.finish();
  if (of === 'paper') selectAt(app, at, by);
  setOpened({ at, by });
}
