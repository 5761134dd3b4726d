import type { BoardDifference, Element, ElementId } from '@gesso/crdt-schema';
import { boundsOf, intersects, overlap, type ShownBoard, seenLines, verticesOf } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import { type Camera, toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { ahead, sorts } from './sorts.ts';

/** Marks of one sort that are seen at once: more would say as little. */
const most = 500;
/** CSS pixels between what is marked and its mark, and how far beyond the view a mark is drawn. */
const air = 4;
const beyond = 40;
/** Points of lines that are marked at once. */
const mostPoints = 20_000;

interface MarksProps {
  readonly editor: Pick<Editor, 'camera' | 'viewport'>;
  readonly board: ShownBoard;
  readonly difference: ReadonlySignal<BoardDifference>;
  /** Marked is what will become of it, and not what became of it. */
  readonly isAhead?: boolean;
}

interface MarkPaths {
  /** Frames, crossed out around what is gone. */
  readonly boxes: string;
  /** Along lines and arrows: a frame around one says little of where it runs, and is mostly of other things. */
  readonly lines: string;
}

/** A line of an element as a path. `room`: how many points it may have. */
function lineOf(element: Element, camera: Camera, room: number): string {
  const { at, lines } = seenLines(element);
  return lines
    .map((line) => {
      const points: string[] = [];
      for (let i = 0; i + 1 < Math.min(line.length, 2 * room); i += 2) {
        const { x, y } = toScreen(camera, { x: at.x + (line[i] ?? 0), y: at.y + (line[i + 1] ?? 0) });
        points.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
      }
      return points.length < 2 ? '' : `M${points.join('L')}`;
    })
    .join('');
}

/** The marks of what differs. */
export function pathsOf(
  { editor, board }: Pick<MarksProps, 'editor' | 'board'>,
  ids: readonly ElementId[],
  isGone: boolean,
): MarkPaths {
  const camera = editor.camera.value;
  const { width, height } = editor.viewport.value;
  const view = { x: -beyond, y: -beyond, w: width + 2 * beyond, h: height + 2 * beyond };
  const boxes: string[] = [];
  const lines: string[] = [];
  let room = mostPoints;
  for (const id of ids) {
    const element = board.get(id);
    if (element === undefined) continue;
    const box = boundsOf(element);
    const { x, y } = toScreen(camera, box);
    const frame = { x: x - air, y: y - air, w: box.w * camera.zoom + 2 * air, h: box.h * camera.zoom + 2 * air };
    const seen = intersects(frame, view) ? overlap(frame, view) : undefined;
    if (seen === undefined) continue;
    const { w, h } = seen;
    if (verticesOf(element) !== undefined && room > 0) {
      const line = lineOf(element, camera, room);
      room -= line.split('L').length;
      lines.push(line);
    } else {
      boxes.push(`M${seen.x} ${seen.y}h${w}v${h}h${-w}z${isGone ? `l${w} ${h}m${-w} 0l${w} ${-h}` : ''}`);
    }
    if (boxes.length + lines.length > most) break;
  }
  return { boxes: boxes.join(''), lines: lines.join('') };
}

/** Marks of one color and dash. */
export const MarkLines = ({ boxes, lines }: MarkPaths) => (
  <>
    {boxes === '' ? null : <path d={boxes} />}
    {lines === '' ? null : <path class="past-along" d={lines} />}
  </>
);

/** What of two boards differs, where it lies. */
export function Marks(props: MarksProps) {
  const { width, height } = props.editor.viewport.value;
  const difference = props.difference.value;
  return (
    <svg class="past-marks" width={width} height={height} aria-hidden="true">
      {sorts.map((sort) => {
        const mark = props.isAhead === true ? ahead[sort] : sort;
        const paths = pathsOf(props, difference[sort], mark === 'gone');
        return paths.boxes + paths.lines === '' ? null : (
          <g key={sort} class={`past-${mark}`}>
            <MarkLines {...paths} />
          </g>
        );
      })}
    </svg>
  );
}
