import { type Camera, panBy, type ScreenPoint, type Viewport } from '../editor/camera.ts';

/** Width of the rim in which a drag moves the paper, and how fast it does at the very edge: CSS pixels, and per second. */
const rim = 24;
const fastest = 900;
/** Longest step of time that counts (ms): a page that was asleep does not leap. */
const longestStep = 50;

/** −1…1: how far into the rim at the low or the high end a coordinate is. Outside the window counts as the edge. */
const depth = (at: number, size: number): number => {
  if (at < rim) return Math.max(-1, (at - rim) / rim);
  if (at > size - rim) return Math.min(1, (at - size + rim) / rim);
  return 0;
};

/** The camera after `ms` of dragging at a place; the same one when that place is not near an edge. */
export const scrolledAtEdge = (camera: Camera, at: ScreenPoint, viewport: Viewport, ms: number): Camera => {
  const x = depth(at.x, viewport.width);
  const y = depth(at.y, viewport.height);
  if (x === 0 && y === 0) return camera;
  const way = (fastest * Math.min(ms, longestStep)) / 1_000;
  return panBy(camera, -x * way, -y * way);
};

/** Moves the paper along while a drag rests at the edge. */
export interface EdgeScroll {
  /** The drag is at this event now. */
  at(event: PointerEvent): void;
  stop(): void;
}

export interface EdgeScrollDeps {
  readonly camera: { peek(): Camera };
  readonly setCamera: (camera: Camera) => void;
  readonly viewport: { peek(): Viewport };
  readonly screenOf: (event: PointerEvent) => ScreenPoint;
  /** The paper has moved under the pointer. */
  readonly moved: (event: PointerEvent) => void;
}

export const createEdgeScroll = ({ camera, setCamera, viewport, screenOf, moved }: EdgeScrollDeps): EdgeScroll => {
  let drag: { event: PointerEvent; seen: number } | undefined;
  let frame: number | undefined;
  const look = (now: number) => {
    frame = undefined;
    if (drag === undefined) return;
    const { event, seen } = drag;
    drag.seen = now;
    const before = camera.peek();
    const after = scrolledAtEdge(before, screenOf(event), viewport.peek(), Math.max(0, now - seen));
    if (after !== before) {
      setCamera(after);
      moved(event);
    }
    frame = requestAnimationFrame(look);
  };
  return {
    at(event) {
      drag = { event, seen: drag?.seen ?? performance.now() };
      frame ??= requestAnimationFrame(look);
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
      drag = undefined;
    },
  };
};
