import type { BoardDifference, ElementId } from '@gesso/crdt-schema';
import { boundsOf, intersects, overlap, type ShownBoard } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import { toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { sorts } from './sorts.ts';

/** Marks of one sort that are seen at once: more would say as little. */
const most = 500;
/** CSS pixels between what is marked and its mark, and how far beyond the view a mark is drawn. */
const air = 4;
const beyond = 40;

interface MarksProps {
  readonly editor: Pick<Editor, 'camera' | 'viewport'>;
  readonly board: ShownBoard;
  readonly difference: ReadonlySignal<BoardDifference>;
}

/** Frames around what differs, as one path; what is gone is crossed out. */
export function pathOf(
  { editor, board }: Omit<MarksProps, 'difference'>,
  ids: readonly ElementId[],
  isGone: boolean,
): string {
  const camera = editor.camera.value;
  const { width, height } = editor.viewport.value;
  const view = { x: -beyond, y: -beyond, w: width + 2 * beyond, h: height + 2 * beyond };
  const parts: string[] = [];
  for (const id of ids) {
    const element = board.get(id);
    if (element === undefined) continue;
    const box = boundsOf(element);
    const { x, y } = toScreen(camera, box);
    const frame = { x: x - air, y: y - air, w: box.w * camera.zoom + 2 * air, h: box.h * camera.zoom + 2 * air };
    const seen = intersects(frame, view) ? overlap(frame, view) : undefined;
    if (seen === undefined) continue;
    const { w, h } = seen;
    parts.push(`M${seen.x} ${seen.y}h${w}v${h}h${-w}z`);
    if (isGone) parts.push(`l${w} ${h}m${-w} 0l${w} ${-h}`);
    if (parts.length > 2 * most) break;
  }
  return parts.join('');
}

/** What of two boards differs, where it lies. */
export function Marks(props: MarksProps) {
  const { width, height } = props.editor.viewport.value;
  const difference = props.difference.value;
  return (
    <svg class="past-marks" width={width} height={height} aria-hidden="true">
      {sorts.map((sort) => {
        const path = pathOf(props, difference[sort], sort === 'gone');
        return path === '' ? null : (
          <g key={sort} class={`past-${sort}`}>
            <path class="past-casing" d={path} />
            <path d={path} />
          </g>
        );
      })}
    </svg>
  );
}
