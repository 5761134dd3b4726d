import { accents, type Box, grounds, inkOn, unionAll } from '@gesso/drawing';
import { effect } from '@preact/signals-core';
import { type Camera, toBoard, view as viewOf } from '../../editor/camera.ts';
import { centredOn } from '../../editor/deep-link.ts';
import type { EditorState } from '../../editor/state.ts';

/** CSS pixels left free around the drawing. */
const margin = 8;
/** The drawing is drawn anew at most this often (ms); the frame around what is seen follows every move. */
const redrawMs = 250;
/** Smallest mark of an element, CSS pixels. */
const leastMark = 1;

/**
 * A small picture of the whole board with a frame around what is in view, in `canvas`, until stopped. Pressing or dragging
 * there moves the camera.
 */
export const startMinimap = (canvas: HTMLCanvasElement, state: EditorState): (() => void) => {
  const g = canvas.getContext('2d');
  const marks = document.createElement('canvas');
  const { clientWidth: width, clientHeight: height } = canvas;
  // Hidden, as on a phone, it has no size and cannot be drawn on.
  if (width === 0 || height === 0) return () => undefined;
  const ratio = devicePixelRatio;
  for (const one of [canvas, marks]) {
    one.width = Math.round(width * ratio);
    one.height = Math.round(height * ratio);
  }
  let shown: Box | undefined;
  /** The map stands still under a pointer that is pressed on it. */
  let held: Camera | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame: number | undefined;

  /** How the map itself looks at the board: everything there is, and where one is. */
  const mapCamera = (): Camera => {
    if (held !== undefined) return held;
    const seen = viewOf(state.camera.peek(), state.viewport.peek());
    const all = shown === undefined ? seen : (unionAll([shown, seen]) ?? seen);
    const zoom = Math.min((width - 2 * margin) / Math.max(1, all.w), (height - 2 * margin) / Math.max(1, all.h));
    return centredOn({ x: all.x + all.w / 2, y: all.y + all.h / 2, zoom }, { width, height });
  };

  let markedBy: Camera | undefined;
  const drawMarks = (camera: Camera) => {
    markedBy = camera;
    const m = marks.getContext('2d');
    if (m === null) return;
    m.setTransform(ratio, 0, 0, ratio, 0, 0);
    m.clearRect(0, 0, width, height);
    m.globalAlpha = 0.6;
    for (const element of state.board.all()) {
      const box = state.index.bounds(element.id);
      if (box === undefined) continue;
      m.fillStyle = inkOn('color' in element ? element.color : accents.light, state.theme.peek());
      const w = Math.max(leastMark, box.w * camera.zoom);
      const h = Math.max(leastMark, box.h * camera.zoom);
      m.fillRect((box.x - camera.x) * camera.zoom, (box.y - camera.y) * camera.zoom, w, h);
    }
  };

  const draw = () => {
    frame = undefined;
    if (g === null) return;
    const camera = mapCamera();
    if (markedBy === undefined || camera.zoom !== markedBy.zoom || camera.x !== markedBy.x || camera.y !== markedBy.y)
      drawMarks(camera);
    const seen = viewOf(state.camera.peek(), state.viewport.peek());
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.fillStyle = grounds[state.theme.peek()];
    g.fillRect(0, 0, canvas.width, canvas.height);
    g.drawImage(marks, 0, 0);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const accent = accents[state.theme.peek()];
    g.fillStyle = `${accent}1a`;
    g.strokeStyle = accent;
    g.lineWidth = 1.5;
    const x = (seen.x - camera.x) * camera.zoom;
    const y = (seen.y - camera.y) * camera.zoom;
    g.beginPath();
    g.roundRect(x, y, Math.max(4, seen.w * camera.zoom), Math.max(4, seen.h * camera.zoom), 3);
    g.fill();
    g.stroke();
    for (const { cursor, color } of state.peers.peek()) {
      if (cursor === undefined) continue;
      g.fillStyle = color;
      g.beginPath();
      g.arc((cursor.x - camera.x) * camera.zoom, (cursor.y - camera.y) * camera.zoom, 3, 0, 2 * Math.PI);
      g.fill();
    }
  };
  const request = () => {
    frame ??= requestAnimationFrame(draw);
  };
  const look = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      shown = state.index.all();
      markedBy = undefined;
      request();
    }, redrawMs);
  };

  const go = (event: PointerEvent) => {
    if (held === undefined) return;
    const rect = canvas.getBoundingClientRect();
    const at = toBoard(held, { x: event.clientX - rect.left, y: event.clientY - rect.top });
    const { zoom } = state.camera.peek();
    state.setCamera(centredOn({ ...at, zoom }, state.viewport.peek()));
  };
  const press = (event: PointerEvent) => {
    canvas.setPointerCapture(event.pointerId);
    held = mapCamera();
    go(event);
  };
  const release = () => {
    held = undefined;
    request();
  };
  canvas.addEventListener('pointerdown', press);
  canvas.addEventListener('pointermove', go);
  canvas.addEventListener('lostpointercapture', release);

  shown = state.index.all();
  const stops = [
    state.index.onDamage(look),
    effect(() => {
      state.camera.value;
      state.viewport.value;
      state.peers.value;
      request();
    }),
    effect(() => {
      state.theme.value;
      markedBy = undefined;
      request();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    if (frame !== undefined) cancelAnimationFrame(frame);
    canvas.removeEventListener('pointerdown', press);
    canvas.removeEventListener('pointermove', go);
    canvas.removeEventListener('lostpointercapture', release);
  };
};
