import type { Element } from '@gesso/crdt-schema';
import { deferred } from '../../waiting.ts';
import type { Face } from '../../workers/font-faces.ts';
import { packChange, transfersOf } from '../../workers/pack-elements.ts';
import { openWorkerPort, type WorkerPort } from '../../workers/worker-port.ts';
import { bandsOf, touching } from './bands.ts';
import type { Band, FromPainter, Part, Sheet, ToPainter } from './messages.ts';
import type { PixelSize } from './size.ts';
import { takeTurns } from './time-slicing.ts';

export type PainterPort = WorkerPort<ToPainter, FromPainter>;

/** A picture to be painted elsewhere. */
export interface AfarPicture extends Pick<Sheet, 'box' | 'scale' | 'theme' | 'background'> {
  readonly elements: readonly Element[];
  readonly size: PixelSize;
}

/** What is at hand for it. */
export interface WorkerPool {
  /** A new worker, or undefined where there can be none. */
  open(): PainterPort | undefined;
  /** How many may work at the same time. */
  readonly workers: number;
  readonly faces: readonly Face[];
}

/** Starts a worker of this build. */
export const openPainter = (): PainterPort | undefined =>
  openWorkerPort<ToPainter, FromPainter>(
    () => new Worker(new URL('./png-worker.ts', import.meta.url), { type: 'module', name: 'png' }),
  );

/** ms that a worker may take to say that it is there; the page paints in its place then. */
const patience = 5_000;
/** Fewer elements than this are not worth another worker. */
const fewest = 500;
/** Elements packed between two looks at the clock. */
const packedAtOnce = 1000;

/** A worker and what it paints. */
interface Painter {
  readonly band: Band;
  /** Whether an element is to be seen in its band. */
  touches(element: Element): boolean;
  send(message: ToPainter, transfer?: Transferable[]): void;
  /** Says the last it is told, and resolves with the answer. */
  ask(message: ToPainter, transfer?: Transferable[]): Promise<FromPainter>;
  stop(): void;
}

/** `lost` is called when the worker cannot go on. */
const spawn = (line: PainterPort, band: Band, touches: Painter['touches'], lost: () => void): Painter => {
  const answered = deferred<FromPainter>();
  const here = setTimeout(lost, patience);
  line.addEventListener('error', lost);
  line.addEventListener('messageerror', lost);
  line.addEventListener('message', ({ data }) => {
    clearTimeout(here);
    if (data.type === 'failed') lost();
    else if (data.type !== 'ready') answered.resolve(data);
  });
  const send: Painter['send'] = (message, transfer = []) => line.postMessage(message, transfer);
  return {
    band,
    touches,
    send,
    ask(message, transfer) {
      send(message, transfer);
      return answered.promise;
    },
    stop() {
      clearTimeout(here);
      line.terminate();
    },
  };
};

/** Tells each painter what is in its band. Elements are packed here, which is all that the page does. */
const handOut = async (
  elements: readonly Element[],
  painters: readonly Painter[],
  mayGoOn: () => Promise<void>,
): Promise<void> => {
  for (let from = 0; from < elements.length; from += packedAtOnce) {
    await mayGoOn();
    const next = elements.slice(from, from + packedAtOnce);
    for (const { touches, send } of painters) {
      const change = packChange(next.filter(touches), []);
      send({ type: 'elements', change }, transfersOf(change));
    }
  }
};

/** What a painter has painted, to be put below what the first has. */
const fetchPart = async ({ band: { top }, ask }: Painter): Promise<Part> => {
  const answer = await ask({ type: 'give' });
  if (answer.type !== 'part') throw new Error('a painter answered something else');
  return { top, picture: answer.picture };
};

/**
 * A PNG painted by workers, each a band of it; the first puts the bands together. The page only packs, in short turns.
 * Undefined when it cannot be done by workers. Rejects with the signal's reason when it is aborted.
 */
export const pngInWorkers = async (
  { elements, size, ...look }: AfarPicture,
  { open, workers, faces }: WorkerPool,
  signal: AbortSignal,
): Promise<Blob | undefined> => {
  signal.throwIfAborted();
  const { box, scale } = look;
  const count = Math.max(1, Math.min(workers, Math.floor(elements.length / fewest)));
  const lost = deferred<undefined>();
  const abort = () => lost.reject(signal.reason);
  const painters: Painter[] = [];

  const work = async (): Promise<Blob | undefined> => {
    await handOut(elements, painters, takeTurns(signal));
    for (const { band, send } of painters) {
      const height = band.top === 0 ? size.height : band.height;
      send({ type: 'paint', sheet: { ...look, width: size.width, height, band }, faces });
    }
    const [first, ...others] = painters;
    const parts = await Promise.all(others.map(fetchPart));
    const answer = await first?.ask(
      { type: 'join', parts },
      parts.map(({ picture }) => picture),
    );
    return answer?.type === 'blob' ? answer.blob : undefined;
  };

  signal.addEventListener('abort', abort);
  try {
    for (const band of bandsOf(elements, box, size, scale, count)) {
      const line = open();
      if (!line) return undefined;
      painters.push(spawn(line, band, touching(band, box, scale), () => lost.resolve(undefined)));
    }
    return await Promise.race([work(), lost.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    for (const { stop } of painters) stop();
  }
};
