import type { ElementId } from '@gesso/crdt-schema';
import type { ShownBoard } from '@gesso/drawing';
import { signal } from '@preact/signals-core';
import { noDraft } from '../../editor/draft.ts';
import { createSpatialIndex } from '../../editor/spatial-index.ts';
import type { EditorState } from '../../editor/state.ts';
import { startScene } from '../../render/scene.ts';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';

const nothing = signal(undefined);
const nobody = signal([]);
const noElements = signal<ReadonlySet<ElementId>>(new Set());
const nothingDrafted = signal(noDraft);

/** Boards of so many elements are painted by a worker from the start. */
const large = 256;

/** The pictures of the page, as one who only looks has them: who makes copies of them is not changed. */
const lookedAt = (pictures: App['pictures']) => ({
  ...pictures,
  copyBy: () => undefined,
  retry: () => undefined,
  settled: async () => false,
});

/** A board with nothing done to it, under the camera of the one it stands for. */
const stateOf = ({ editor }: App, board: ShownBoard): EditorState => ({
  board,
  index: createSpatialIndex(board),
  camera: editor.camera,
  viewport: editor.viewport,
  setCamera: editor.setCamera,
  // The board below is as large, and says so.
  setViewport: () => undefined,
  theme: editor.theme,
  grid: editor.grid,
  selection: noElements,
  hover: nothing,
  entered: nobody,
  draft: nothingDrafted,
  peerDraft: nothingDrafted,
  shownDrafts: nobody,
  aim: nothing,
  guides: nobody,
  marquee: nothing,
  eraser: nothing,
  lasers: nobody,
  sampledAt: nothing,
  editing: nothing,
  editingCell: nothing,
  peers: nobody,
  role: signal('viewer'),
  canEdit: signal(false),
});

/**
 * Shows a former board in the place of the one that is open, which goes on below. Pointers reach that one and move the camera of both.
 * `above`: what is shown over it. Returns its end.
 */
export function showPast(app: App, board: ShownBoard, ...above: readonly Element[]): Stop {
  const sheet = document.createElement('div');
  sheet.className = 'past';
  document.querySelector('.surface')?.append(sheet);
  const scene = startScene(sheet, stateOf(app, board), {
    seen: board,
    pictures: lookedAt(app.pictures),
    beginsEmpty: board.size < large,
  });
  sheet.append(...above);
  void scene.settled().then(() => sheet.setAttribute('data-painted', ''));
  return () => {
    scene.stop();
    sheet.remove();
  };
}
