import { hasCells, showsPicture } from '@gesso/crdt-schema';
import { toScreen } from '../editor/camera.ts';
import { noDraft } from '../editor/draft.ts';
import { useApp } from './app-context.ts';
import { CommandButton } from './parts/Button.tsx';
import { moveFocus } from './parts/roving.ts';

/** How far above the selection the bar begins and how far below, so that it covers no handle; a finger's are larger (px). */
const rooms = { mouse: { above: 84, below: 44 }, touch: { above: 108, below: 60 } } as const;
/** Room for the bar, a picture's is wider, and to the edges of the canvas (px). */
const barWidth = 132;
const pictureBarWidth = 246;
const topEdge = 72;

/** Near a selection: the three actions used most, or the way to unlock it. Hidden while something is being dragged. */
export const SelectionBar = () => {
  const { editor } = useApp();
  void editor.version.value;
  const busy =
    editor.draft.value !== noDraft || editor.marquee.value !== undefined || editor.editing.value !== undefined;
  if (editor.selection.value.size === 0 || busy || !editor.canEdit.value) return null;
  const box = editor.selectionBounds();
  if (box === undefined) return null;
  const selected = editor.selected();
  // A table has a bar of its own, with these and its rows and columns.
  if (selected.length === 1 && hasCells(selected[0]) && !selected[0].locked) return null;
  const isLocked = selected.every(({ locked }) => locked);
  const [first, another] = selected;
  const isPicture = first !== undefined && another === undefined && !isLocked && showsPicture(first);
  const wide = isPicture ? pictureBarWidth : barWidth;
  const camera = editor.camera.value;
  const { width, height } = editor.viewport.value;
  const top = toScreen(camera, box);
  const bottom = toScreen(camera, { x: box.x + box.w, y: box.y + box.h });
  if (bottom.x < 0 || bottom.y < 0 || top.x > width || top.y > height) return null;
  const middle = (top.x + bottom.x) / 2;
  const left = Math.min(width - wide - 12, Math.max(12, middle - wide / 2));
  const room = rooms[matchMedia('(pointer: coarse)').matches ? 'touch' : 'mouse'];
  const above = top.y - room.above;
  const y = above > topEdge ? above : Math.min(height - 140, bottom.y + room.below);
  return (
    <div
      class="island selection-bar"
      role="toolbar"
      aria-label="Selection"
      style={{ transform: `translate(${Math.round(left)}px, ${Math.round(y)}px)` }}
      onKeyDown={moveFocus}
    >
      {isPicture ? (
        <>
          <CommandButton id="picture.crop" icon="crop" />
          <CommandButton id="picture.replace" icon="replace" />
          <CommandButton id="picture.describe" icon="describe" />
        </>
      ) : null}
      <CommandButton id="edit.duplicate" icon="duplicate" />
      {isLocked ? (
        <CommandButton id="arrange.lock" icon="lock" />
      ) : (
        <>
          <CommandButton id="arrange.front" icon="front" />
          <CommandButton id="edit.delete" icon="trash" tone="danger" />
        </>
      )}
    </div>
  );
};
