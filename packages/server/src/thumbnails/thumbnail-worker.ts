import { parentPort } from 'node:worker_threads';
import type { Theme } from '@gesso/drawing';
import { lowerPriority } from '../workers/lower-priority.ts';
import { type Content, contentOf, paintThumbnail, readFaces, type Stored } from './paint-thumbnail.ts';
import type { FromPainter, ToPainter } from './painter-protocol.ts';

/** Paints boards on a thread of its own, one at a time. */

let content: Content = { elements: [], assets: [] };
let theme: Theme = 'light';

function begin(stored: Stored, asked: Theme): FromPainter {
  content = contentOf(stored);
  theme = asked;
  return { assets: content.assets };
}

async function answer(message: ToPainter): Promise<FromPainter> {
  if ('stored' in message) return begin(message.stored, message.theme);
  const png = await paintThumbnail(content.elements, message.assets, theme);
  content = { elements: [], assets: [] };
  return { png };
}

lowerPriority();
readFaces();
parentPort?.on('message', async (message: ToPainter) => {
  parentPort?.postMessage(await answer(message));
});
