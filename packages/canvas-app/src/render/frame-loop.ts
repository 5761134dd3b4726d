import type { Box, Look } from '@gesso/drawing';
import type { Camera } from '../editor/camera.ts';
import type { View } from './tiles/plan.ts';

/** How the board is looked at in one frame, the same for all layers. */
export interface Sight {
  /** On whole device pixels, so that tiles are copied sharp and every layer agrees on where things are. */
  readonly camera: Camera;
  /** Device pixels per CSS pixel, and per board unit. */
  readonly ratio: number;
  readonly device: number;
  /** What of the tiles is in view. */
  readonly view: View;
  /** The part of the board in view. */
  readonly box: Box;
  readonly look: Omit<Look, 'scale'>;
}

/** One frame. */
export interface Frame extends Sight {
  /** Frames are counted from 1. */
  readonly number: number;
  /** Time of the browser's frame (ms). */
  readonly now: number;
  /** Whether the camera is another one than in the frame before. */
  readonly moved: boolean;
  /** When the time is over that this frame has for work which may also be done in the next (ms). */
  readonly until: number;
}

/** A layer of the picture. It knows by itself what of it is due. */
export interface Layer {
  /** Takes over what has changed since the last frame. From above to below: tiles leave out what is shown above them. */
  prepare(frame: Frame): void;
  /** Returns whether it no longer shows what it should. Asked once in a frame, when all layers are prepared and none is painted. */
  due(frame: Frame): boolean;
  paint(frame: Frame): void;
  /** Returns whether it wants another frame after this one. */
  wantsFrame(frame: Frame): boolean;
}

export interface FrameLoopDeps {
  /** From below to above. */
  readonly layers: readonly Layer[];
  /** Returns how the board is looked at now. */
  readonly sight: () => Sight;
  /** Called before a frame is prepared. */
  readonly begin: () => void;
  /** Returns whether everything in view is painted. */
  readonly isComplete: (sight: Sight) => boolean;
  /** Returns whether something is still on its way that will be painted. */
  readonly waits: () => boolean;
  readonly isEmpty: () => boolean;
  /** Time of the newest pointer sample (ms). */
  readonly sampledAt: () => number | undefined;
}

export interface FrameLoop {
  /** Asks for a frame. */
  request(): void;
  /** Number of the last frame. */
  readonly number: number;
  /** Resolves when everything in view has been painted, or the loop is stopped. */
  complete(): Promise<void>;
  readonly frameMs: number;
  readonly inkMs: number | undefined;
  stop(): void;
}

/**
 * ms of a frame spent on painting tiles: less while the camera moves, so that the next frame is in time, and more until a
 * board that has just been opened is complete or a person draws.
 */
const workTime = { moving: 5, resting: 9, opening: 24 } as const;

const isSame = (a: Camera, b: Camera): boolean => a.x === b.x && a.y === b.y && a.zoom === b.zoom;

/** Paints what is due of each layer, at most once in a frame of the browser, and only when it is asked to. */
export function createFrameLoop(deps: FrameLoopDeps): FrameLoop {
  const fromAbove = [...deps.layers].reverse();
  let requested: number | undefined;
  let number = 0;
  let shown: Camera | undefined;
  let opening = true;
  let frameMs = 0;
  let inkMs: number | undefined;
  let paintedSample: number | undefined;
  let waiting: (() => void)[] = [];

  const request = () => {
    requested ??= requestAnimationFrame(paintFrame);
  };

  const nextFrame = (now: number, start: number): Frame => {
    const sight = deps.sight();
    const moved = shown === undefined || !isSame(sight.camera, shown);
    shown = sight.camera;
    const time = moved ? 'moving' : opening && deps.sampledAt() === undefined ? 'opening' : 'resting';
    return { ...sight, number: ++number, now, moved, until: start + workTime[time] };
  };

  const settle = () => {
    const done = waiting;
    waiting = [];
    for (const resolve of done) resolve();
  };

  function paintFrame(now: number): void {
    requested = undefined;
    const start = performance.now();
    deps.begin();
    const frame = nextFrame(now, start);
    for (const layer of fromAbove) layer.prepare(frame);
    opening &&= deps.isEmpty() || !deps.isComplete(frame);
    const due = deps.layers.filter((layer) => layer.due(frame));
    for (const layer of due) layer.paint(frame);
    frameMs = performance.now() - start;
    const sample = deps.sampledAt();
    if (sample !== paintedSample && sample !== undefined) inkMs = performance.now() - sample;
    paintedSample = sample;
    if (deps.layers.some((layer) => layer.wantsFrame(frame))) request();
    if (waiting.length > 0 && deps.isComplete(frame) && !deps.waits()) settle();
  }

  return {
    request,
    get number() {
      return number;
    },
    complete: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        request();
      }),
    get frameMs() {
      return frameMs;
    },
    get inkMs() {
      return inkMs;
    },
    stop() {
      if (requested !== undefined) cancelAnimationFrame(requested);
      settle();
    },
  };
}
