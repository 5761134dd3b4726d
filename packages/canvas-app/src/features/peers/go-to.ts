import { type BoardPoint, fit, toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import type { Peer } from '../../editor/people.ts';
import { cameraFor } from './follow-view.ts';
import { whereaboutsOf } from './whereabouts.ts';

/** CSS pixels, and parts of a zoom, below which a view counts as where it was. */
const still = { pixels: 1, zoom: 0.002 } as const;

/** Brings a place into the middle of the view, as near as the board is looked at. */
export const goTo = (editor: Editor, place: BoardPoint | undefined): void => {
  if (place !== undefined) editor.show({ type: 'point', ...place, zoom: editor.camera.peek().zoom });
};

/** Brings the view to a person, by what tells best where they are. Returns what came of it: nothing where they have not told yet. */
export function goToPerson(editor: Editor, peer: Peer): 'gone' | 'alreadyThere' | 'nowhere' {
  const where = whereaboutsOf(peer, (id) => editor.index.bounds(id));
  if (where === undefined) return 'nowhere';
  const [before, viewport] = [editor.camera.peek(), editor.viewport.peek()];
  const after = where.of === 'view' ? cameraFor(where.box, viewport) : fit(where.box, viewport, 64, before.zoom);
  const off = toScreen(after, before);
  if (Math.hypot(off.x, off.y) < still.pixels && Math.abs(Math.log(after.zoom / before.zoom)) < still.zoom)
    return 'alreadyThere';
  editor.setCamera(after);
  return 'gone';
}
