import type { Box } from '@gesso/drawing';
import { effect } from '@preact/signals-core';
import { type Camera, toBoard } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import type { EditorState } from '../../editor/state.ts';
import { mapCamera, paintGround, paintMarks, paintPeers, paintView } from './paint-map.ts';

/** The drawing is drawn anew at most this often (ms); the frame around what is seen follows every move. */
const redrawMs = 250;

const isSame = (a: Camera, b: Camera | undefined): boolean =>
  b !== undefined && a.zoom === b.zoom && a.x === b.x && a.y === b.y;

/** Moves the camera to where the map is pressed or dragged. `held` hears how the map looks at the board meanwhile. Returns its stop. */
function goWherePressed(
  canvas: HTMLCanvasElement,
  state: EditorState,
  look: () => Camera,
  held: (camera: Camera | undefined) => void,
): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  let map: Camera | undefined;
  const go = (event: PointerEvent) => {
    if (map === undefined) return;
    const rect = canvas.getBoundingClientRect();
    const at = toBoard(map, { x: event.clientX - rect.left, y: event.clientY - rect.top });
    const { zoom } = state.camera.peek();
    state.setCamera(centeredOn({ ...at, zoom }, state.viewport.peek()));
  };
  const hold = (camera: Camera | undefined) => {
    map = camera;
    held(camera);
  };
  const press = (event: PointerEvent) => {
    canvas.setPointerCapture(event.pointerId);
    hold(look());
    go(event);
  };
  canvas.addEventListener('pointerdown', press, { signal });
  canvas.addEventListener('pointermove', go, { signal });
  canvas.addEventListener('lostpointercapture', () => hold(undefined), { signal });
  return () => abort.abort();
}

/**
 * A small picture of the whole board with a frame around what is in view, in `canvas`, until stopped. Pressing or dragging
 * there moves the camera.
 */
export function startMinimap(canvas: HTMLCanvasElement, state: EditorState): () => void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const marks = document.createElement('canvas');
  const [g, m] = [canvas.getContext('2d'), marks.getContext('2d')];
  // Hidden, as on a phone, it has no size and cannot be drawn on.
  if (width === 0 || height === 0 || g === null || m === null) return () => undefined;
  const size = { width, height };
  const ratio = devicePixelRatio;
  for (const one of [canvas, marks]) {
    one.width = Math.round(width * ratio);
    one.height = Math.round(height * ratio);
  }
  m.scale(ratio, ratio);
  let drawn: Box | undefined = state.index.all();
  /** The map stands still under a pointer that is pressed on it. */
  let held: Camera | undefined;
  /** How the marks look at the board; undefined when they are out of date. */
  let markedBy: Camera | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame: number | undefined;

  const look = (): Camera => held ?? mapCamera(state, size, drawn);
  const draw = () => {
    frame = undefined;
    const camera = look();
    if (!isSame(camera, markedBy)) paintMarks(m, state, camera, size);
    markedBy = camera;
    g.setTransform(1, 0, 0, 1, 0, 0);
    paintGround(g, state, canvas);
    g.drawImage(marks, 0, 0);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintView(g, state, camera);
    paintPeers(g, state, camera);
  };
  const request = () => {
    frame ??= requestAnimationFrame(draw);
  };
  const redraw = () => {
    markedBy = undefined;
    request();
  };
  const onDamage = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      drawn = state.index.all();
      redraw();
    }, redrawMs);
  };

  const stops = [
    goWherePressed(canvas, state, look, (camera) => {
      held = camera;
      request();
    }),
    state.index.onChange(onDamage),
    effect(() => {
      void [state.camera.value, state.viewport.value, state.peers.value];
      request();
    }),
    effect(() => {
      void state.theme.value;
      redraw();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}
