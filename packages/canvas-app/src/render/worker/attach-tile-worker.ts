import { boundsOf, textLayout } from '@gesso/drawing';
import type { EditorState } from '../../editor/state.ts';
import type { TilePicture } from '../tiles/canvas-pool.ts';
import type { Pyramid } from '../tiles/pyramid.ts';
import { startTileWorker, type TileWorker } from './tile-worker-client.ts';

/** Lets a worker paint tiles as soon as it can and for as long as it does. `request` asks for a frame. */
export const attachTileWorker = (
  { board }: Pick<EditorState, 'board'>,
  pyramid: Pyramid<TilePicture>,
  request: () => void,
): TileWorker | undefined => {
  const worker = startTileWorker({
    ready() {
      pyramid.setRemote(worker);
      request();
    },
    lost() {
      pyramid.setRemote(undefined);
      request();
    },
    fonts(late) {
      if (late) pyramid.damage(board.all().filter(textLayout).map(boundsOf));
      request();
    },
  });
  worker?.change(board.all(), []);
  return worker;
};
