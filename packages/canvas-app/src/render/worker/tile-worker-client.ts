import { type Element, type ElementId, showsPicture } from '@gesso/crdt-schema';
import { type Box, boundsOf, intersects } from '@gesso/drawing';
import { newTileWorker } from '../../workers/addresses.ts';
import { type CalledWorker, callWorker } from '../../workers/call-worker.ts';
import { facesOf, watchText } from '../../workers/font-faces.ts';
import { packChange, transfersOf } from '../../workers/pack-elements.ts';
import type { FromPage, FromWorker } from '../../workers/protocol.ts';
import { openWorkerPort, type WorkerPort } from '../../workers/worker-port.ts';
import type { RemoteRasterizer } from '../tiles/remote-rasterizer.ts';
import type { TileCalls } from './tile-protocol.ts';

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

export type TilePort = WorkerPort<FromPage<TileCalls>, FromWorker<TileCalls>>;

/** Jobs given out at once: one that is painted, and enough ready ones for a frame in which the page has no time to give out more. */
const mostJobs = 6;

/** Elements told at once: of a large change the first are unpacked there while the next are packed here. */
const slice = 2_000;

/** Gives tiles to the worker, and takes what comes of those that are still wanted. */
function tileJobs(worker: CalledWorker<TileCalls>) {
  const jobs = new Set<AbortController>();
  const start: TileWorker['start'] = ({ box, width, height, look: { scale, theme } }, done, lost) => {
    const job = new AbortController();
    jobs.add(job);
    worker.ask('paintTile', { box, width, height, scale, theme }, { signal: job.signal }).then(
      (picture) => {
        if (jobs.delete(job)) done(picture);
        else picture?.close();
      },
      () => {
        if (jobs.delete(job)) lost();
      },
    );
    return () => {
      if (jobs.delete(job)) job.abort();
    };
  };
  return {
    get count() {
      return jobs.size;
    },
    start,
    stop: () => jobs.clear(),
  };
}

/** Starts the worker. It knows nothing of the board until it is told. Undefined where there can be none. */
export const startTileWorker = (
  events: TileWorkerEvents,
  port: TilePort | undefined = openWorkerPort(newTileWorker),
): TileWorker | undefined => {
  if (!port) return undefined;
  /** Pictures on the board are decoded here and nowhere else, so what they touch is painted here. */
  const images = new Map<ElementId, Box>();
  const newText = watchText();
  let alive = false;
  let gone = false;
  let fonts = 0;

  const worker = callWorker<TileCalls>(port, facesOf(document.styleSheets), {
    ready() {
      alive = true;
      events.ready();
    },
    lost() {
      gone = true;
      alive = false;
      fonts = 0;
      events.lost();
    },
  });
  const jobs = tileJobs(worker);

  const loadFonts = (texts: TileCalls['loadFonts'][0]) => {
    fonts++;
    worker.ask('loadFonts', texts).then(
      (late) => {
        fonts--;
        events.fonts(late);
      },
      // Nothing is waited for any more: `lost` has said so.
      () => undefined,
    );
  };

  return {
    get ready() {
      return alive && jobs.count < mostJobs;
    },
    can(box) {
      if (!alive) return false;
      for (const image of images.values()) if (intersects(image, box)) return false;
      return true;
    },
    start: jobs.start,
    change(elements, removed) {
      if (gone) return;
      for (const id of removed) images.delete(id);
      for (const element of elements) if (showsPicture(element)) images.set(element.id, boundsOf(element));
      const texts = newText(elements);
      // Before the elements: fonts come while those are unpacked.
      if (texts.length > 0) loadFonts(texts);
      for (let from = 0; from === 0 || from < elements.length; from += slice) {
        const change = packChange(elements.slice(from, from + slice), from === 0 ? removed : []);
        worker.tell('change', change, transfersOf(change));
      }
    },
    hide(ids) {
      worker.tell('hide', [...ids]);
    },
    get waits() {
      return fonts > 0;
    },
    stop() {
      jobs.stop();
      worker.stop();
    },
  };
};
