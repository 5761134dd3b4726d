import { measureForeignWith } from '@gesso/drawing';
import { addFaces } from '../../workers/font-faces.ts';
import { deviceLetters } from '../../workers/letters.ts';
import { createRaster } from '../tiles/raster.ts';
import { createBoardCopy } from './board-replica.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Paints tiles on a thread of its own. What it knows of the board is what it is told. */

/** The part of a worker's global scope that is used; the compiler knows the page's. */
interface Scope {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  readonly fonts: FontFaceSet;
}
const scope = globalThis as unknown as Scope;

type Job = Extract<ToWorker, { readonly type: 'job' }>;

/** ms of painting before messages are read: what is no longer wanted is dropped then. */
const turn = 12;
/** ms that painting waits for fonts, so that text is not painted twice. */
const patience = 250;

measureForeignWith(deviceLetters(new OffscreenCanvas(1, 1).getContext('2d')));

const board = createBoardCopy();
const waiting: Job[] = [];
let current: Job | undefined;
let held = 0;

// Pictures are copies of canvases, so one of each size is enough. Giving the canvas's own memory away would be no quicker:
// the next tile would have to wait for new memory, which takes longer than the copy.
const canvases = new Map<string, OffscreenCanvas>();
const canvasOf = (width: number, height: number): OffscreenCanvas => {
  const key = `${width}×${height}`;
  const known = canvases.get(key) ?? new OffscreenCanvas(width, height);
  if (canvases.size > 8) canvases.clear();
  canvases.set(key, known);
  return known;
};

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

const begin = (): boolean => {
  if (current || held > 0) return current !== undefined;
  const job = waiting.shift();
  if (!job) return false;
  const { box, width, height, scale, theme } = job;
  const elements = board.inside(box);
  if (elements.length === 0) {
    scope.postMessage({ type: 'painted', job: job.job, picture: undefined });
    return begin();
  }
  current = job;
  raster.start({ elements, box, width, height, look: { scale, theme } }, (canvas) => {
    current = undefined;
    // The copy is made at once; only the promise comes later. A worker that fails here is lost, like one that throws.
    createImageBitmap(canvas).then(
      (picture) => scope.postMessage({ type: 'painted', job: job.job, picture }, [picture]),
      reportError,
    );
  });
  return true;
};

const next = new MessageChannel();
let called = false;
const callAgain = () => {
  if (called) return;
  called = true;
  next.port2.postMessage(undefined);
};
next.port1.onmessage = () => {
  called = false;
  const until = performance.now() + turn;
  while (begin() && performance.now() < until) raster.work(until);
  if (current || (held === 0 && waiting.length > 0)) callAgain();
};

/** Loads fonts and holds painting back meanwhile, though not for long. */
const loadFonts = async (texts: readonly (readonly [font: string, text: string])[]): Promise<void> => {
  const loaded = Promise.allSettled(texts.map(([font, text]) => scope.fonts.load(font, text))).then(() => false);
  const tooLong = new Promise<true>((resolve) => setTimeout(() => resolve(true), patience));
  held++;
  const late = await Promise.race([loaded, tooLong]);
  held--;
  callAgain();
  await loaded;
  scope.postMessage({ type: 'fonts', late });
};

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'faces':
      addFaces(scope.fonts, data.faces);
      break;
    case 'text':
      void loadFonts(data.texts);
      break;
    case 'change':
      board.apply(data.change);
      break;
    case 'hidden':
      board.hide(data.ids);
      break;
    case 'job':
      waiting.push(data);
      callAgain();
      break;
    case 'cancel': {
      const at = waiting.findIndex(({ job }) => job === data.job);
      if (at >= 0) waiting.splice(at, 1);
      else if (current?.job === data.job) {
        raster.cancel();
        current = undefined;
      }
      break;
    }
  }
};
scope.postMessage({ type: 'ready' });
