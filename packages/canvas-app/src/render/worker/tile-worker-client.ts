import { type Element, type ElementId, type PictureElement, showsPicture } from '@gesso/crdt-schema';
import { type Box, boundsOf, intersects, type Picture, picturePixels } from '@gesso/drawing';
import { newTileWorker } from '../../workers/addresses.ts';
import { type CalledWorker, callWorker } from '../../workers/call-worker.ts';
import { facesOf, watchText } from '../../workers/font-faces.ts';
import { packChange, transfersOf } from '../../workers/pack-elements.ts';
import type { FromPage, FromWorker } from '../../workers/protocol.ts';
import { openWorkerPort, type WorkerPort } from '../../workers/worker-port.ts';
import { isEnough } from '../pictures/picture-copy.ts';
import type { RemoteRasterizer } from '../tiles/remote-rasterizer.ts';
import type { TileCalls } from './tile-protocol.ts';

/** The page's side of the worker that paints tiles. */
export interface TileWorker extends RemoteRasterizer<ImageBitmap> {
  /** Tells of elements that are new or different, and of those that are gone. */
  change(elements: readonly Element[], removed: readonly ElementId[]): void;
  /** Tells what tiles leave out from now on. */
  hide(ids: ReadonlySet<ElementId>): void;
  /** Fetches a small copy of a picture for itself, and gives another to the page; undefined when there is none to be had. */
  copy(asset: string, address: string): Promise<Picture | undefined>;
  /** Whether fonts are on their way. */
  readonly waits: boolean;
  stop(): void;
}

/** The page's pictures, as far as the worker is concerned with them. */
export interface PagePictures {
  /** The best the page has for a picture whose longer side takes `pixels`; what it lacks is made to come. */
  get(asset: string, pixels: number): Picture | undefined;
  addressOf(asset: string): string | undefined;
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

/** Where pictures are on the board, and which of them the worker has a small copy of. */
function pictureCopies(worker: CalledWorker<TileCalls>, pictures: PagePictures | undefined) {
  const shown = new Map<ElementId, { readonly element: PictureElement; readonly bounds: Box }>();
  const held = new Map<string, Picture | 'asked'>();

  const copy: TileWorker['copy'] = async (asset, address) => {
    held.set(asset, 'asked');
    const source = await worker.ask('copyPicture', { asset, address });
    if (source === undefined) return undefined;
    const picture = { source, width: source.width, height: source.height };
    held.set(asset, picture);
    return picture;
  };

  /** Whether the worker can paint one: it has a copy that is enough, or the page has no more of it than the worker. */
  const can = (element: PictureElement, scale: number): boolean => {
    const { asset } = element;
    const pixels = picturePixels(element, scale);
    const own = held.get(asset);
    if (typeof own === 'object' && isEnough(own, pixels)) return true;
    const has = pictures?.get(asset, pixels) !== undefined;
    const address = pictures?.addressOf(asset);
    // The page came by it before there was a worker, or by itself.
    if (has && own === undefined && address !== undefined) copy(asset, address).catch(() => undefined);
    return !has;
  };

  return {
    copy,
    can(box: Box, scale: number): boolean {
      for (const { element, bounds } of shown.values())
        if (intersects(bounds, box) && !can(element, scale)) return false;
      return true;
    },
    change(elements: readonly Element[], removed: readonly ElementId[]) {
      for (const id of removed) shown.delete(id);
      for (const element of elements)
        if (showsPicture(element)) shown.set(element.id, { element, bounds: boundsOf(element) });
    },
  };
}

/** Starts the worker. It knows nothing of the board until it is told. Undefined where there can be none. */
export const startTileWorker = (
  events: TileWorkerEvents,
  pictures: PagePictures | undefined,
  port: TilePort | undefined = openWorkerPort(newTileWorker),
): TileWorker | undefined => {
  if (!port) return undefined;
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
  const copies = pictureCopies(worker, pictures);

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
    can: (box, scale) => alive && copies.can(box, scale),
    copy: copies.copy,
    start: jobs.start,
    change(elements, removed) {
      if (gone) return;
      copies.change(elements, removed);
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
