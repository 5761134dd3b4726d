import { Failure } from '@gesso/crdt-schema';
import { speeds } from './film-time.ts';
import type { Player } from './player.ts';

/** Kinds of video, the best first, and how their files end. */
const kinds = [
  ['video/mp4;codecs=avc1.42E01F', 'mp4'],
  ['video/webm;codecs=vp9', 'webm'],
  ['video/webm;codecs=vp8', 'webm'],
  ['video/webm', 'webm'],
] as const;

/** The longer side of the picture, in pixels, and pictures a second. */
const longest = 1_920;
const perSecond = 30;
/** Bits of a second, and bytes at which a video ends: it is in memory until it is saved. */
const bitsPerSecond = 6_000_000;
const mostBytes = 512 * 1024 * 1024;
/** ms a video takes, where the film can be that fast. */
const wanted = 300_000;
/** ms for which the end is to be seen. */
const endMs = 1_000;

/** What a video of this browser is, and how its file ends; undefined where the browser makes none. */
export function videoKind(): { readonly type: string; readonly extension: string } | undefined {
  if (typeof MediaRecorder === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) return undefined;
  const [type, extension] = kinds.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? [];
  return type === undefined || extension === undefined ? undefined : { type, extension };
}

/** What is painted into each picture. */
export interface Painted {
  /** The canvases of the board, from below to above. */
  canvases(): Iterable<HTMLCanvasElement>;
  /** The color below them. */
  readonly ground: string;
  readonly ink: string;
  /** What is written in the corner: when it was, and who drew. */
  caption(): string;
}

/** The size of a video of a picture so large: at most `longest`, and even, as encoders want it. */
export function videoSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

function painterOf({ canvases, ground, ink, caption }: Painted) {
  const [first] = canvases();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, videoSize(first?.width ?? 0, first?.height ?? 0));
  const context = canvas.getContext('2d');
  if (context === null) throw new Failure('INTERNAL', 'no canvas');
  const size = Math.max(12, Math.round(canvas.height / 45));
  const paint = () => {
    const { width, height } = canvas;
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
    for (const layer of canvases()) context.drawImage(layer, 0, 0, width, height);
    context.font = `500 ${size}px "Inter Variable", sans-serif`;
    context.fillStyle = ink;
    context.fillText(caption(), size, height - size);
  };
  return { canvas, paint };
}

export interface Recording {
  /** A kind of video that the browser makes. */
  readonly type: string;
  readonly signal: AbortSignal;
  /** What will save the video: where that cannot be had, nothing is recorded. */
  readonly saving: Promise<unknown>;
}

/**
 * Plays a film from its start and records what is to be seen, from when the board is back at the start until it is at the end. While the
 * film is paused or the page is hidden nothing is recorded. Rejects with the signal's reason, with that of `saving`, and with `INTERNAL`
 * where the browser cannot go on; resolves to what there is at `mostBytes`.
 */
export async function record(player: Player, painted: Painted, { type, signal, saving }: Recording): Promise<Blob> {
  const { canvas, paint } = painterOf(painted);
  const stream = canvas.captureStream(perSecond);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: bitsPerSecond });
  const parts: Blob[] = [];
  let bytes = 0;
  let ended: number | undefined;
  let asked = 0;
  const frame = (now: number) => {
    paint();
    const isOver = player.time.peek() >= player.length;
    const isStill = !isOver && !player.playing.peek();
    if (isStill && recorder.state === 'recording') recorder.pause();
    else if (!isStill && recorder.state === 'paused') recorder.resume();
    if (isOver && player.hasCaughtUp()) ended ??= now;
    if (bytes > mostBytes || (ended !== undefined && now - ended > endMs)) recorder.stop();
    else asked = requestAnimationFrame(frame);
  };
  const begin = (now: number) => {
    if (!player.hasCaughtUp()) {
      asked = requestAnimationFrame(begin);
      return;
    }
    player.play();
    recorder.start(1_000);
    frame(now);
  };
  const onHidden = () => {
    if (document.visibilityState === 'hidden' && recorder.state === 'recording') recorder.pause();
  };
  document.addEventListener('visibilitychange', onHidden);
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      saving.catch(reject);
      recorder.ondataavailable = ({ data }) => {
        parts.push(data);
        bytes += data.size;
      };
      recorder.onerror = () => reject(new Failure('INTERNAL', 'recording'));
      recorder.onstop = () => resolve(new Blob(parts, { type: type.replace(/;.*/, '') }));
      player.show(0);
      player.setSpeed(
        speeds.find((speed) => speed >= player.speed.peek() && player.length / speed <= wanted) ?? speeds[4],
      );
      asked = requestAnimationFrame(begin);
    });
  } finally {
    document.removeEventListener('visibilitychange', onHidden);
    cancelAnimationFrame(asked);
    player.pause();
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  }
}
