import { type Box, intersects, overlap } from '@gesso/drawing';
import { type Camera, toScreen } from '../../editor/camera.ts';
import { noDraft } from '../../editor/draft.ts';
import type { Editor } from '../../editor/editor.ts';
import type { Finding } from './finding.ts';
import { faintSpotOf, spotOf } from './spots.ts';

/** Marks that are seen at once: more would say as little. */
const most = 500;

/** CSS pixels between what is marked and its mark, the round of its corners, and how far beyond the view a mark is drawn. */
const gap = { other: 3, current: 5 } as const;
const round = 6;
const beyond = 40;

interface Seen {
  readonly current: Box | undefined;
  readonly others: readonly Box[];
}

/** What of the found is in view, and the one that was gone to; board units. Reads signals. */
const seenOf = ({ board, index, camera, viewport, version }: Editor, { found, current }: Finding): Seen => {
  void version.value;
  const { x, y, zoom } = camera.value;
  const { width, height } = viewport.value;
  const view = { x, y, w: width / zoom, h: height / zoom };
  const now = current.value;
  const others: Box[] = [];
  let mine: Box | undefined;
  for (const hit of found.value) {
    const bounds = index.bounds(hit.id);
    if (others.length >= most && hit !== now) continue;
    if (bounds === undefined || !intersects(view, bounds)) continue;
    const element = board.get(hit.id);
    if (element === undefined) continue;
    if (hit === now) mine = spotOf(element, hit.part);
    else others.push(faintSpotOf(element, hit.part));
  }
  return { current: mine, others };
};

/** A box on the screen with air around it; undefined out of sight. An edge far beyond the view would not be drawn as a line any more. */
const onScreen = (box: Box, camera: Camera, air: number, view: Box): Box | undefined => {
  const { x, y } = toScreen(camera, box);
  const w = box.w * camera.zoom + 2 * air;
  const h = box.h * camera.zoom + 2 * air;
  return overlap({ x: x - air, y: y - air, w, h }, view);
};

/** Frames around what was found: one of its own around the one that was gone to, faint ones around the others in view. */
export function Marks({ editor, finding }: { readonly editor: Editor; readonly finding: Finding }) {
  // What is dragged is not where it was found.
  if (editor.draft.value !== noDraft) return null;
  const camera = editor.camera.value;
  const { width, height } = editor.viewport.value;
  const view = { x: -beyond, y: -beyond, w: width + 2 * beyond, h: height + 2 * beyond };
  const { current, others } = seenOf(editor, finding);
  const path = others.flatMap((box) => {
    const at = onScreen(box, camera, gap.other, view);
    return at === undefined ? [] : `M${at.x} ${at.y}h${at.w}v${at.h}h${-at.w}z`;
  });
  const frame = current && onScreen(current, camera, gap.current, view);
  const place = frame && { x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: round };
  return (
    <svg class="find-marks" width={width} height={height} aria-hidden="true">
      {path.length === 0 ? null : <path class="find-others" d={path.join('')} />}
      {place === undefined ? null : (
        <>
          <rect class="find-casing" {...place} />
          <rect class="find-current" {...place} />
        </>
      )}
    </svg>
  );
}
