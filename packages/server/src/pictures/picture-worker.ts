import { parentPort } from 'node:worker_threads';
import type { Element } from '@gesso/crdt-schema';
import { lowerPriority } from '../workers/lower-priority.ts';
import { assetsOf, elementsOf, readFaces, type Stored } from './board-content.ts';
import { paintBoard, shownOf, whyNot } from './paint-board.ts';
import type { FromPainter, ToPainter, Wanted } from './painter-protocol.ts';

/** Paints boards on a thread of its own, one at a time. */

let elements: readonly Element[] = [];
let wanted: Wanted = { as: 'thumbnail', theme: 'light' };

function begin(stored: Stored, asked: Wanted): FromPainter {
  const shown = shownOf(elementsOf(stored), asked);
  if (shown === undefined) return { unpaintable: 'no frame' };
  const unpaintable = whyNot(shown, asked);
  if (unpaintable !== undefined) return { unpaintable };
  elements = shown;
  wanted = asked;
  return { assets: assetsOf(shown) };
}

async function answer(message: ToPainter): Promise<FromPainter> {
  if ('stored' in message) return begin(message.stored, message.wanted);
  const file = await paintBoard(elements, message.assets, wanted);
  elements = [];
  return { file };
}

lowerPriority();
readFaces();
parentPort?.on('message', async (message: ToPainter) => {
  parentPort?.postMessage(await answer(message));
});
