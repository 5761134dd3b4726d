import { answerCalls } from '../../workers/answer-calls.ts';
import { createRaster } from '../tiles/raster.ts';
import { createBoardCopy } from './board-copy.ts';
import { createHeldCopies } from './held-copies.ts';
import type { TileCalls, TileJob } from './tile-protocol.ts';

/** Paints tiles on a thread of its own. What it knows of the board is what it is told. */

/** A tile that is to be painted. */
interface Ordered {
  readonly job: TileJob;
  /** Aborted when it is no longer wanted. */
  readonly signal: AbortSignal | undefined;
  readonly done: (picture: ImageBitmap | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/** ms of painting before messages are read: what is no longer wanted is dropped then. */
const turn = 12;
/** ms that painting waits for fonts, so that text is not painted twice. */
const fontTimeout = 250;

const board = createBoardCopy();
const copies = createHeldCopies();
const waiting: Ordered[] = [];
let current: Ordered | undefined;
let held = 0;

// Pictures are copies of canvases, so one of each size is enough. Giving the canvas's own memory away would be no quicker:
// the next tile would have to wait for new memory, which takes longer than the copy.
const canvases = new Map<string, OffscreenCanvas>();
function canvasOf(width: number, height: number): OffscreenCanvas {
  const key = `${width}×${height}`;
  const known = canvases.get(key) ?? new OffscreenCanvas(width, height);
  if (canvases.size > 8) canvases.clear();
  canvases.set(key, known);
  return known;
}

const raster = createRaster<OffscreenCanvas>({
  canvas(width, height) {
    const picture = canvasOf(width, height);
    const g = picture.getContext('2d');
    if (!g) throw new Error('no 2D canvas here');
    g.clearRect(0, 0, width, height);
    return { picture, g, flush: () => {} };
  },
  free: () => {},
  now: () => performance.now(),
});

/** Begins the next tile. Returns whether one is being painted. */
function begin(): boolean {
  if (current || held > 0) return current !== undefined;
  const next = waiting.shift();
  if (!next) return false;
  const { box, width, height, scale, theme } = next.job;
  const elements = board.inside(box);
  if (elements.length === 0) {
    next.done(undefined);
    return begin();
  }
  current = next;
  const look = { scale, theme, picture: copies.get };
  raster.start({ elements, box, width, height, look }, (canvas) => {
    current = undefined;
    // The copy is made at once; only the promise comes later.
    createImageBitmap(canvas).then((picture) => {
      if (next.signal?.aborted) picture.close();
      else next.done(picture);
    }, next.failed);
  });
  return true;
}

const next = new MessageChannel();
let called = false;
function callAgain(): void {
  if (called) return;
  called = true;
  next.port2.postMessage(undefined);
}
next.port1.onmessage = () => {
  called = false;
  const until = performance.now() + turn;
  while (begin() && performance.now() < until) raster.work(until);
  if (current || (held === 0 && waiting.length > 0)) callAgain();
};

function paintTile(job: TileJob, signal: AbortSignal | undefined): Promise<ImageBitmap | undefined> {
  return new Promise((done, failed) => {
    const ordered: Ordered = { job, signal, done, failed };
    waiting.push(ordered);
    callAgain();
    signal?.addEventListener('abort', () => {
      const at = waiting.indexOf(ordered);
      if (at >= 0) waiting.splice(at, 1);
      else if (current === ordered) {
        raster.cancel();
        current = undefined;
      }
      done(undefined);
    });
  });
}

answerCalls<TileCalls>((fonts) => ({
  /** Holds painting back meanwhile, though not for long. */
  async loadFonts(texts) {
    const loaded = Promise.allSettled(texts.map(([font, text]) => fonts.load(font, text))).then(() => false);
    const tooLong = new Promise<true>((resolve) => setTimeout(() => resolve(true), fontTimeout));
    held++;
    const late = await Promise.race([loaded, tooLong]);
    held--;
    callAgain();
    await loaded;
    return late;
  },
  change: (change) => void board.apply(change),
  hide: (ids) => void board.hide(ids),
  copyPicture: ({ asset, address }) => copies.add(asset, address),
  paintTile,
}));
