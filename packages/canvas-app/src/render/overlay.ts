import type { Element, ElementId } from '@gesso/crdt-schema';
import {
  boundsOf,
  edgeOf,
  selectionColors,
  selectionCorners,
  type Theme,
  takesArrows,
  unionAll,
  type Vec,
} from '@gesso/drawing';
import { type Camera, toScreen } from '../editor/camera.ts';
import { membersOf } from '../editor/groups.ts';
import { selectionFrame, selectionHandles } from '../editor/handles.ts';
import type { EditorState } from '../editor/state.ts';
import { type Cursors, createCursors, paintCursors } from './cursors.ts';
import { fades, paintLasers } from './lasers.ts';

/** Boxes drawn one by one; a larger selection shows its common frame only. */
const mostBoxes = 300;

/** What lies to both sides of the frame of a selection, CSS pixels. */
const casing = { width: 1, alpha: 0.9 } as const;

/** Neither an ink nor the color of what is selected. */
const guideColors: Readonly<Record<Theme, string>> = { light: '#f0306e', dark: '#ff7aa8' };

const surface: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#232529' };

const polygon = (g: CanvasRenderingContext2D, points: readonly Vec[]) => {
  g.beginPath();
  points.forEach((p, i) => {
    if (i === 0) g.moveTo(p.x, p.y);
    else g.lineTo(p.x, p.y);
  });
  g.closePath();
};

/** Strokes the path in a color with a pale casing, so that it is seen on any ink and on any ground. */
const strokeCased = (g: CanvasRenderingContext2D, color: string, width: number) => {
  const alpha = g.globalAlpha;
  g.strokeStyle = '#ffffff';
  g.globalAlpha = alpha * casing.alpha;
  g.lineWidth = width + 2 * casing.width;
  g.stroke();
  g.strokeStyle = color;
  g.globalAlpha = alpha;
  g.lineWidth = width;
  g.stroke();
};

const paintBoxes = (g: CanvasRenderingContext2D, elements: readonly Element[], camera: Camera) => {
  for (const element of elements) {
    polygon(
      g,
      selectionCorners(element).map((corner) => toScreen(camera, corner)),
    );
    g.stroke();
  }
};

/** An element as it looks right now: drafted if it is, else as on the board. Undefined when it is hidden or gone. */
const shown = (state: EditorState, id: ElementId): Element | undefined => {
  if (state.index.bounds(id) === undefined) return undefined;
  let element: Element | undefined;
  for (const { changed } of state.shownDrafts.value) element = changed.get(id) ?? element;
  return element ?? state.board.get(id);
};

const present = (state: EditorState, ids: Iterable<ElementId>): Element[] =>
  [...ids].flatMap((id) => shown(state, id) ?? []);

/** A round handle with a plus, fainter than those that change what is selected. */
const paintPlus = (g: CanvasRenderingContext2D, { x, y }: Vec, size: number) => {
  const arm = size / 4;
  g.beginPath();
  g.arc(x, y, size / 2, 0, 2 * Math.PI);
  g.fill();
  g.moveTo(x - arm, y);
  g.lineTo(x + arm, y);
  g.moveTo(x, y - arm);
  g.lineTo(x, y + arm);
  g.globalAlpha = 0.65;
  g.stroke();
  g.globalAlpha = 1;
};

const paintSelection = (g: CanvasRenderingContext2D, state: EditorState, accent: string, touch: boolean) => {
  const camera = state.camera.value;
  const elements = present(state, state.selection.value);
  const frame = selectionFrame(elements, state.selection.value.size);
  if (!frame) return;
  g.strokeStyle = accent;
  g.lineWidth = 1;
  if (elements.length > 1 && elements.length <= mostBoxes) {
    g.globalAlpha = 0.55;
    paintBoxes(g, elements, camera);
    g.globalAlpha = 1;
  }
  const { corners, grips, framed } = selectionHandles(frame, camera, touch, state);
  g.lineWidth = 1.5;
  const busy = state.draft.value.changed.size > 0 || state.editing.value !== undefined;
  const held = !busy && state.canEdit.value && !elements.some((element) => element.locked);
  if (framed || !held) {
    polygon(g, corners);
    strokeCased(g, accent, 1.5);
  }
  if (!held) return;
  g.fillStyle = surface[state.theme.value];
  for (const { name, at, size } of grips) {
    if (name.startsWith('next:')) {
      paintPlus(g, at, size);
      continue;
    }
    g.beginPath();
    g.arc(at.x, at.y, size / 2, 0, 2 * Math.PI);
    strokeCased(g, accent, 1.5);
    g.fill();
  }
};

/** What an arrow is about to be tied to glows, with a dot where the arrow aims. */
const paintAim = (g: CanvasRenderingContext2D, { aim, camera }: EditorState, accent: string) => {
  const now = aim.value;
  if (now === undefined) return;
  const edge = edgeOf(now.element).map((p) => toScreen(camera.value, p));
  g.strokeStyle = accent;
  g.lineJoin = 'round';
  g.lineWidth = 8;
  g.globalAlpha = 0.22;
  polygon(g, edge);
  g.stroke();
  g.globalAlpha = 1;
  g.lineWidth = 2;
  polygon(g, edge);
  g.stroke();
  if (now.point === undefined) return;
  const { x, y } = toScreen(camera.value, now.point);
  g.fillStyle = accent;
  g.beginPath();
  g.arc(x, y, 4.5, 0, 2 * Math.PI);
  g.fill();
};

/** Dashes of a rectangle that takes what it touches, of the outline of a group that is entered; CSS pixels. */
const dashes = { touches: [6, 4], entered: [3, 5] } as const;

const paintMarquee = (g: CanvasRenderingContext2D, state: EditorState, accent: string) => {
  const marquee = state.marquee.value;
  if (!marquee) return;
  const camera = state.camera.value;
  const from = toScreen(camera, marquee);
  g.fillStyle = accent;
  g.strokeStyle = accent;
  g.lineWidth = 1;
  if (marquee.outline !== undefined)
    polygon(
      g,
      marquee.outline.map((p) => toScreen(camera, p)),
    );
  else {
    const [x, y] = [Math.round(from.x) + 0.5, Math.round(from.y) + 0.5];
    g.beginPath();
    g.rect(x, y, Math.round(marquee.w * camera.zoom), Math.round(marquee.h * camera.zoom));
  }
  g.globalAlpha = 0.08;
  g.fill();
  g.globalAlpha = 0.8;
  if (marquee.touches) g.setLineDash(dashes.touches);
  g.stroke();
  g.setLineDash([]);
  g.globalAlpha = 1;
};

/** Room around a group that is entered: more than around what is selected in it. CSS pixels. */
const enteredGap = 10;

/** A faint outline of the group that is entered: one sees where one is, and what a press elsewhere leaves. */
const paintEntered = (g: CanvasRenderingContext2D, state: EditorState, accent: string) => {
  const [group] = state.entered.value;
  if (group === undefined) return;
  const ids = membersOf(state.board, group).map(({ id }) => id);
  const box = unionAll(present(state, ids).map(boundsOf));
  if (box === undefined) return;
  const { zoom } = state.camera.value;
  const { x, y } = toScreen(state.camera.value, box);
  g.beginPath();
  g.roundRect(
    Math.round(x - enteredGap) + 0.5,
    Math.round(y - enteredGap) + 0.5,
    Math.round(box.w * zoom + 2 * enteredGap),
    Math.round(box.h * zoom + 2 * enteredGap),
    enteredGap,
  );
  g.setLineDash(dashes.entered);
  g.lineWidth = 1.5;
  g.strokeStyle = accent;
  g.globalAlpha = 0.6;
  g.stroke();
  g.globalAlpha = 1;
  g.setLineDash([]);
};

/** How long the ends of a mark in a gap are to both sides, CSS pixels. */
const gapEnd = 4;

/** Lines that what is dragged has fallen into, and marks in equal gaps. */
const paintGuides = (g: CanvasRenderingContext2D, { guides, camera, theme }: EditorState) => {
  if (guides.value.length === 0) return;
  g.strokeStyle = guideColors[theme.value];
  g.lineWidth = 1;
  g.beginPath();
  for (const { from, to, isGap } of guides.value) {
    const [a, b] = [toScreen(camera.value, from), toScreen(camera.value, to)].map(({ x, y }) => ({
      x: Math.round(x) + 0.5,
      y: Math.round(y) + 0.5,
    })) as [Vec, Vec];
    g.moveTo(a.x, a.y);
    g.lineTo(b.x, b.y);
    if (!isGap) continue;
    const across = a.y === b.y ? { x: 0, y: gapEnd } : { x: gapEnd, y: 0 };
    for (const end of [a, b]) {
      g.moveTo(end.x - across.x, end.y - across.y);
      g.lineTo(end.x + across.x, end.y + across.y);
    }
  }
  g.stroke();
};

const paintEraser = (g: CanvasRenderingContext2D, state: EditorState) => {
  const eraser = state.eraser.value;
  if (!eraser) return;
  const { x, y } = toScreen(state.camera.value, eraser.at);
  const dark = state.theme.value === 'dark';
  g.beginPath();
  g.arc(x, y, eraser.radius, 0, 2 * Math.PI);
  g.fillStyle = dark ? 'rgba(255,255,255,0.10)' : 'rgba(20,20,30,0.06)';
  g.fill();
  g.lineWidth = 1.5;
  g.strokeStyle = dark ? 'rgba(255,255,255,0.75)' : 'rgba(20,20,30,0.65)';
  g.stroke();
};

const paintPeerSelections = (g: CanvasRenderingContext2D, state: EditorState) => {
  g.lineWidth = 1.5;
  for (const peer of state.peers.value) {
    g.strokeStyle = peer.color;
    paintBoxes(g, present(state, peer.selection.slice(0, mostBoxes)), state.camera.value);
  }
};

/** Paints everything in screen units: what is selected, pressed and pointed at, by this person and by others. */
function paintOverlay(
  g: CanvasRenderingContext2D,
  state: EditorState,
  cursors: Cursors,
  ratio: number,
  touch: boolean,
  /** The time at which lasers are shown (ms); undefined when nothing should move. */
  now: number | undefined,
): void {
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  const accent = selectionColors[state.theme.value];
  paintPeerSelections(g, state);
  const hover = state.hover.value;
  if (hover !== undefined && !state.selection.value.has(hover)) {
    g.strokeStyle = accent;
    g.lineWidth = 1.5;
    g.globalAlpha = 0.6;
    for (const element of present(state, [hover])) {
      const edge = takesArrows(element) ? edgeOf(element) : selectionCorners(element);
      polygon(
        g,
        edge.map((p) => toScreen(state.camera.value, p)),
      );
      g.stroke();
    }
    g.globalAlpha = 1;
  }
  paintEntered(g, state, accent);
  paintSelection(g, state, accent, touch);
  paintGuides(g, state);
  paintAim(g, state, accent);
  paintMarquee(g, state, accent);
  paintEraser(g, state);
  paintLasers(g, state.lasers.value, state.camera.value, now, state.theme.value === 'dark');
  paintCursors(g, state.peers.value, cursors, state.camera.value);
}

/** Paints the overlay of one board, with cursors that glide to where peers are. */
export interface OverlayPainter {
  /** Moves cursors and lasers on. Returns whether any is still on its way. `now` in ms. */
  step(now: number): boolean;
  /** Paints all of it. `ratio`: device pixels per CSS pixel; `touch`: handles are as large as a finger needs. */
  paint(g: CanvasRenderingContext2D, ratio: number, touch: boolean): void;
}

export function createOverlayPainter(state: EditorState, reducedMotion: () => boolean): OverlayPainter {
  const cursors = createCursors(reducedMotion);
  let time = 0;
  return {
    step(now) {
      time = now;
      const glides = cursors.step(state.peers.value, now, state.camera.value.zoom);
      return (!reducedMotion() && fades(state.lasers.value, now)) || glides;
    },
    paint: (g, ratio, touch) => paintOverlay(g, state, cursors, ratio, touch, reducedMotion() ? undefined : time),
  };
}
