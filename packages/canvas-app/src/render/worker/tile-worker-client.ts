import type { Element, ElementId } from '@gesso/crdt-schema';
import { type Box, boundsOf, intersects } from '@gesso/drawing';
import { facesOf, watchText } from '../../workers/font-faces.ts';
import { packChange, transfersOf } from '../../workers/pack-elements.ts';
import { openWorkerPort, type WorkerPort } from '../../workers/worker-port.ts';
import type { RemoteRasterizer } from '../tiles/remote-rasterizer.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** The page's side of the worker that paints tiles. */
export interface TileWorker extends RemoteRasterizer<ImageBitmap> {
  /** Tells of elements that are new or different, and of those that are gone. */
  change(elements: readonly Element[], removed: readonly ElementId[]): void;
  /** Tells what tiles leave out from now on. */
  hide(ids: ReadonlySet<ElementId>): void;
  /** Whether fonts are on their way. */
  readonly waits: boolean;
  stop(): void;
}

export interface TileWorkerEvents {
  /** It can be given work. */
  ready(): void;
  /** It has failed and will not come back. */
  lost(): void;
  /** Fonts have come; `late` when text may have been painted without them. */
  fonts(late: boolean): void;
}

/** Jobs given out at once: one that is painted, and enough ready ones for a frame in which the page has no time to give out more. */
const mostJobs = 6;

/** Elements told at once: of a large change the first are unpacked there while the next are packed here. */
const slice = 2_000;

const openTiles = () =>
  openWorkerPort<ToWorker, FromWorker>(
    () => new Worker(new URL('./tile-worker.ts', import.meta.url), { type: 'module', name: 'tiles' }),
  );

interface Waiting {
  readonly done: (picture: ImageBitmap | undefined) => void;
  readonly lost: () => void;
}

/** Starts the worker. It knows nothing of the board until it is told. Undefined where there can be none. */
export const startTileWorker = (
  events: TileWorkerEvents,
  line: WorkerPort<ToWorker, FromWorker> | undefined = openTiles(),
): TileWorker | undefined => {
  if (!line) return undefined;
  const jobs = new Map<number, Waiting>();
  /** Pictures on the board are decoded here and nowhere else, so what they touch is painted here. */
  const images = new Map<ElementId, Box>();
  const newText = watchText();
  let alive = false;
  let gone = false;
  let lastJob = 0;
  let fonts = 0;

  const send = (message: ToWorker, transfer: Transferable[] = []) => {
    if (!gone) line.postMessage(message, transfer);
  };

  const lose = () => {
    if (gone) return;
    gone = true;
    alive = false;
    fonts = 0;
    line.terminate();
    const left = [...jobs.values()];
    jobs.clear();
    events.lost();
    for (const { lost } of left) lost();
  };
  line.addEventListener('error', lose);
  line.addEventListener('messageerror', lose);
  line.addEventListener('message', ({ data }) => {
    switch (data.type) {
      case 'ready':
        alive = true;
        events.ready();
        break;
      case 'painted': {
        const job = jobs.get(data.job);
        jobs.delete(data.job);
        if (job) job.done(data.picture);
        else data.picture?.close();
        break;
      }
      case 'fonts':
        fonts--;
        events.fonts(data.late);
        break;
    }
  });
  send({ type: 'faces', faces: facesOf(document.styleSheets) });

  return {
    get ready() {
      return alive && jobs.size < mostJobs;
    },
    can(box) {
      if (!alive) return false;
      for (const image of images.values()) if (intersects(image, box)) return false;
      return true;
    },
    start({ box, width, height, look: { scale, theme } }, done, lost) {
      const job = ++lastJob;
      jobs.set(job, { done, lost });
      send({ type: 'job', job, box, width, height, scale, theme });
      return () => {
        if (jobs.delete(job)) send({ type: 'cancel', job });
      };
    },
    change(elements, removed) {
      if (gone) return;
      for (const id of removed) images.delete(id);
      for (const element of elements) if ('asset' in element) images.set(element.id, boundsOf(element));
      const texts = newText(elements);
      if (texts.length > 0) {
        // Before the elements: fonts come while those are unpacked.
        fonts++;
        send({ type: 'text', texts });
      }
      for (let from = 0; from === 0 || from < elements.length; from += slice) {
        const change = packChange(elements.slice(from, from + slice), from === 0 ? removed : []);
        send({ type: 'change', change }, transfersOf(change));
      }
    },
    hide(ids) {
      send({ type: 'hidden', ids: [...ids] });
    },
    get waits() {
      return fonts > 0;
    },
    stop() {
      jobs.clear();
      line.terminate();
    },
  };
};
