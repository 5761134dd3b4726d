import type { Element } from '@gesso/crdt-schema';
import {
  type Box,
  bendsOf,
  between,
  boundsOf,
  boxOf,
  center,
  containsBox,
  corners,
  distance,
  distanceToSegment,
  expand,
  type Handle,
  handleAt,
  handles as handleNames,
  takesArrows,
  unionAll,
  type Vec,
  verticesOf,
} from '@gesso/drawing';
import { type Camera, type ScreenPoint, toBoard, toScreen } from './camera.ts';
import type { Editor } from './editor.ts';
import { seenOf } from './hiding.ts';
import { hasNext, type Side, sideAt, sides } from './next-element.ts';
import type { PointerInput } from './pointer.ts';
import type { Selection } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import type { EditorState } from './state.ts';

/** What the handles hold: one element with its rotation, or the upright box around several. Board units. */
export interface SelectionFrame {
  readonly box: Box;
  readonly rotation: number;
  /** The points of a line, which are pulled instead of a frame. */
  readonly vertices?: readonly Vec[] | undefined;
  /** Whether the next element can be made at its sides. */
  readonly next?: boolean;
  /** Places between them from which it can be bent. */
  readonly bends?: readonly Vec[] | undefined;
}

/** `vertex:0` is the first point of a line, `bend:0` lies between it and the next; at `next:e` the next element is made at the right. */
export type GripName = Handle | 'rotate' | `vertex:${number}` | `bend:${number}` | `next:${Side}`;

/** A handle on the screen, CSS pixels. */
export interface Grip {
  readonly name: GripName;
  readonly at: ScreenPoint;
  /** Side or diameter as drawn. */
  readonly size: number;
}

export interface SelectionHandles {
  /** The four corners of the selection, clockwise from its own top left. */
  readonly corners: readonly [ScreenPoint, ScreenPoint, ScreenPoint, ScreenPoint];
  readonly grips: readonly Grip[];
  /** Whether there is a frame to be seen and pulled at its sides; a line has only its points. */
  readonly framed: boolean;
  /** How near a press must come to a grip. */
  readonly reach: number;
}

/** Room between the selected thing and the frame around it. */
const gap = 5;
const sizes = {
  mouse: { grip: 8, reach: 10, rotate: 24, next: 16 },
  touch: { grip: 14, reach: 22, rotate: 34, next: 22 },
} as const;

/** A line of more points is held by its frame, or nothing of it could be seen. */
const mostVertices = 24;

/**
 * The frame around elements, `count` of which are held by it with those that are hidden: the only one that is seen of several has no
 * points and sides of its own to be pulled.
 */
export const selectionFrame = (
  elements: readonly Element[],
  count: number = elements.length,
): SelectionFrame | undefined => {
  const [only] = elements;
  if (only && count === 1) {
    const vertices = verticesOf(only);
    const few = vertices && vertices.length <= mostVertices ? vertices : undefined;
    return {
      box: boxOf(only),
      rotation: only.rotation,
      vertices: few,
      next: hasNext(only),
      bends: few && bendsOf(only),
    };
  }
  const box = unionAll(elements.map(boundsOf));
  return box && { box, rotation: 0 };
};

/** The frame around what a person sees of what they have selected. */
export const frameOfSelected = (
  editor: Pick<Selection, 'selected' | 'selection'> & { readonly index: SpatialIndex },
): SelectionFrame | undefined => selectionFrame(seenOf(editor, editor.selected()), editor.selection.peek().size);

/** What else is on the board, and where. */
type Around = Pick<EditorState, 'board' | 'index'>;

/** Whether an element that is more than a line lies in a box, and not as the ground of what is held. */
const isTaken = ({ board, index }: Around, box: Box, held: Box): boolean =>
  index.inside(box).some((id) => {
    const other = board.get(id);
    return other !== undefined && takesArrows(other) && !containsBox(boxOf(other), held);
  });

/**
 * Where the frame and its handles are on the screen. Drawn and pressed by the same figures. Sides too short for three
 * handles lose the middle one, and a frame too small for any keeps only the lower right corner and the rotation. Where the next element
 * would be made at a side, what lies there is not covered.
 */
export const selectionHandles = (
  frame: SelectionFrame,
  camera: Camera,
  touch = false,
  around?: Around,
): SelectionHandles => {
  const { grip, reach, rotate, next } = sizes[touch ? 'touch' : 'mouse'];
  const { box, rotation, vertices } = frame;
  const origin = toScreen(camera, { x: box.x, y: box.y });
  const onScreen = {
    x: origin.x - gap,
    y: origin.y - gap,
    w: box.w * camera.zoom + 2 * gap,
    h: box.h * camera.zoom + 2 * gap,
  };
  const [nw, ne, se, sw] = corners(onScreen, rotation);
  const at = ({ x, y }: Vec): ScreenPoint => between(between(nw, ne, x), between(sw, se, x), y);
  if (vertices) {
    const grips = vertices.map((p, i): Grip => ({ name: `vertex:${i}`, at: toScreen(camera, p), size: grip }));
    const bends = (frame.bends ?? []).flatMap((p, i): Grip[] => {
      const place = toScreen(camera, p);
      const isClose = grips.some((other) => distance(other.at, place) < 2 * reach);
      return isClose ? [] : [{ name: `bend:${i}`, at: place, size: grip * 0.7 }];
    });
    return { corners: [nw, ne, se, sw], grips: [...grips, ...bends], framed: false, reach };
  }
  const wide = onScreen.w >= 4 * grip;
  const high = onScreen.h >= 4 * grip;
  const shown = (name: Handle): boolean => {
    if (name === 'se') return true;
    if (name === 'n' || name === 's') return wide && high;
    if (name === 'e' || name === 'w') return high || (wide && onScreen.h >= 2 * grip);
    return wide || high;
  };
  const grips: Grip[] = handleNames.filter(shown).map((name) => ({ name, at: at(handleAt[name]), size: grip }));
  const middle = center(onScreen);
  const top = at({ x: 0.5, y: 0 });
  const up = Math.max(distance(middle, top), 1e-6);
  grips.push({ name: 'rotate', at: between(middle, top, (up + rotate) / up), size: grip });
  if (frame.next && Math.min(onScreen.w, onScreen.h) >= 4 * reach) {
    // Outside of the frame, and beside the handle that rotates.
    const [out, beside] = [{ x: rotate / onScreen.w, y: rotate / onScreen.h }, (1.2 * rotate) / onScreen.w];
    for (const side of sides) {
      const [x, y] = sideAt[side];
      const place = { x: x + (2 * x - 1) * out.x + (side === 'n' ? beside : 0), y: y + (2 * y - 1) * out.y };
      const grip: Grip = { name: `next:${side}`, at: at(place), size: next };
      const spot = expand({ ...toBoard(camera, grip.at), w: 0, h: 0 }, next / 2 / camera.zoom);
      if (around === undefined || !isTaken(around, spot, box)) grips.push(grip);
    }
  }
  return { corners: [nw, ne, se, sw], grips, framed: true, reach };
};

/** The handle under a point, the nearest when several are in reach. Sides pull like their middle handles. */
export const gripAt = (handles: SelectionHandles, p: ScreenPoint): GripName | undefined => {
  let best: Grip | undefined;
  let least = handles.reach;
  for (const grip of handles.grips) {
    const away = distance(grip.at, p);
    if (away <= least) {
      best = grip;
      least = away;
    }
  }
  if (best || !handles.framed) return best?.name;
  const [nw, ne, se, sw] = handles.corners;
  const sides: readonly [Handle, Vec, Vec][] = [
    ['n', nw, ne],
    ['e', ne, se],
    ['s', se, sw],
    ['w', sw, nw],
  ];
  const near = sides.find(
    ([name, a, b]) => handles.grips.some((g) => g.name === name) && distanceToSegment(p, a, b) <= handles.reach / 3,
  );
  return near?.[0];
};

/** The handle of what is selected under a pointer. None is shown, and none is pressed, to those who only look and of what is locked. */
export const gripUnder = (
  editor: Editor,
  { screen, device }: Pick<PointerInput, 'screen' | 'device'>,
): GripName | undefined => {
  if (!editor.canEdit.peek() || seenOf(editor, editor.selected()).some(({ locked }) => locked)) return undefined;
  const frame = frameOfSelected(editor);
  return frame && gripAt(selectionHandles(frame, editor.camera.peek(), device === 'touch', editor), screen);
};
