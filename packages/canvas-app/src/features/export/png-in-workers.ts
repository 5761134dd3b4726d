import type { Element } from '@gesso/crdt-schema';
import { takeTurns } from '../../time-slicing.ts';
import { deferred } from '../../waiting.ts';
import { type CalledWorker, callWorker } from '../../workers/call-worker.ts';
import type { Face } from '../../workers/font-faces.ts';
import { newPngWorker } from '../../workers/later-addresses.ts';
import { packChange, transfersOf } from '../../workers/pack-elements.ts';
import type { FromPage, FromWorker } from '../../workers/protocol.ts';
import { openWorkerPort, type WorkerPort } from '../../workers/worker-port.ts';
import { bandsOf, touching } from './bands.ts';
import type { Band, BandJob, Encoding, Part, PngCalls } from './png-protocol.ts';
import type { PixelSize } from './size.ts';

export type PngPort = WorkerPort<FromPage<PngCalls>, FromWorker<PngCalls>>;

/** A picture to be painted elsewhere. */
export interface WorkerPicture extends Pick<BandJob, 'box' | 'scale' | 'theme' | 'background'> {
  readonly elements: readonly Element[];
  readonly size: PixelSize;
  readonly as: Encoding;
}

/** What is at hand for it. */
export interface WorkerPool {
  /** A new worker, or undefined where there can be none. */
  open(): PngPort | undefined;
  /** How many may work at the same time. */
  readonly workers: number;
  readonly faces: readonly Face[];
}

/** Starts a worker of this build. */
export const openPainter = (): PngPort | undefined => openWorkerPort(newPngWorker);

/** ms that a worker may take to say that it is there; the page paints in its place then. */
const startTimeout = 5_000;
/** Fewer elements than this are not worth another worker. */
const fewest = 500;
/** Elements packed between two looks at the clock. */
const packedAtOnce = 1000;

/** A worker and what it paints. */
interface Painter extends Pick<CalledWorker<PngCalls>, 'tell' | 'ask' | 'stop'> {
  readonly band: Band;
  /** Whether an element is to be seen in its band. */
  touches(element: Element): boolean;
}

/** `lost` is called when the worker cannot go on. */
const spawn = (
  port: PngPort,
  faces: readonly Face[],
  band: Band,
  touches: Painter['touches'],
  lost: () => void,
): Painter => {
  const here = setTimeout(lost, startTimeout);
  const worker = callWorker<PngCalls>(port, faces, { ready: () => clearTimeout(here), lost });
  return {
    band,
    touches,
    tell: worker.tell,
    ask: worker.ask,
    stop() {
      clearTimeout(here);
      worker.stop();
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
    for (const { touches, tell } of painters) {
      const change = packChange(next.filter(touches), []);
      tell('addElements', change, transfersOf(change));
    }
  }
};

/** What a painter has painted, to be put below what the first has. */
const fetchPart = async ({ band: { top }, ask }: Painter): Promise<Part> => ({
  top,
  picture: await ask('givePart', undefined),
});

/**
 * A picture painted by workers, each a band of it; the first puts the bands together. The page only packs, in short turns.
 * Undefined when it cannot be done by workers. Rejects with the signal's reason when it is aborted.
 */
export const pngInWorkers = async (
  { elements, size, as, ...look }: WorkerPicture,
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
    for (const { band, ask } of painters) {
      const height = band.top === 0 ? size.height : band.height;
      // A worker that cannot is lost, which is heard of elsewhere.
      ask('paint', { ...look, width: size.width, height, band }).catch(() => undefined);
    }
    const [first, ...others] = painters;
    const parts = await Promise.all(others.map(fetchPart));
    return await first?.ask('join', { parts, as }, { transfer: parts.map(({ picture }) => picture) });
  };

  signal.addEventListener('abort', abort);
  try {
    for (const band of bandsOf(elements, box, size, scale, count)) {
      const port = open();
      if (!port) return undefined;
      painters.push(spawn(port, faces, band, touching(band, box, scale), () => lost.resolve(undefined)));
    }
    return await Promise.race([work(), lost.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    for (const { stop } of painters) stop();
  }
};
