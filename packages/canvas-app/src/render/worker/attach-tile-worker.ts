import type { ElementId } from '@gesso/crdt-schema';
import { boundsOf, textLayouts } from '@gesso/drawing';
import type { EditorState } from '../../editor/state.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { TilePicture } from '../tiles/canvas-pool.ts';
import type { Pyramid } from '../tiles/pyramid.ts';
import { startTileWorker, type TileWorker } from './tile-worker-client.ts';

/** From so many elements on a worker is worth its download, also right after the start. */
const large = 256;

/** ms after which it is fetched for what may come. */
const calmMs = 2_000;

/** The worker of a board, from when it is started on. */
export interface AttachedWorker extends Pick<TileWorker, 'change' | 'hide' | 'stop'> {
  /** It is there and can be given work. */
  readonly ready: boolean;
  readonly waits: boolean;
}

/**
 * Lets a worker paint tiles as soon as it can and for as long as it does. `request` asks for a frame. A board that `beginsEmpty` is
 * painted on the page at first: the first stroke waits for nothing that it does not need.
 */
export const attachTileWorker = (
  { board }: Pick<EditorState, 'board'>,
  pyramid: Pyramid<TilePicture>,
  pictures: Pictures | undefined,
  request: () => void,
  beginsEmpty: boolean,
): AttachedWorker => {
  let worker: TileWorker | undefined;
  let hidden: ReadonlySet<ElementId> = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStarted = false;

  function start() {
    if (isStarted) return;
    isStarted = true;
    clearTimeout(timer);
    worker = startTileWorker(
      {
        ready() {
          pyramid.setRemote(worker);
          pictures?.copyBy(worker?.copy);
          request();
        },
        lost() {
          pyramid.setRemote(undefined);
          pictures?.copyBy(undefined);
          request();
        },
        fonts(late) {
          if (late)
            pyramid.damage(
              board
                .all()
                .filter((element) => textLayouts(element).length > 0)
                .map(boundsOf),
            );
          request();
        },
      },
      pictures,
    );
    worker?.change(board.all(), []);
    worker?.hide(hidden);
  }

  if (beginsEmpty) timer = setTimeout(start, calmMs);
  else start();

  return {
    get ready() {
      return worker?.ready ?? false;
    },
    get waits() {
      return worker?.waits ?? false;
    },
    change(elements, removed) {
      if (isStarted) worker?.change(elements, removed);
      else if (board.size >= large) start();
    },
    hide(ids) {
      hidden = ids;
      worker?.hide(ids);
    },
    stop() {
      isStarted = true;
      clearTimeout(timer);
      worker?.stop();
    },
  };
};
