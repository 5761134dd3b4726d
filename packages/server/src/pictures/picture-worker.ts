import { parentPort } from 'node:worker_threads';
import { assetsOf } from '@gesso/crdt-schema';
import { lowerPriority } from '../workers/lower-priority.ts';
import { type BoardContent, contentOf, type Stored } from './board-content.ts';
import { writeBoardFile } from './board-file.ts';
import { readFaces } from './faces.ts';
import { type Files, paintBoard, shownOf, whyNot } from './paint-board.ts';
import type { FromPainter, ToPainter, Wanted } from './painter-protocol.ts';

/** Paints boards on a thread of its own, one at a time. */

const nothing: BoardContent = { name: '', elements: [], comments: () => [] };
let content = nothing;
let wanted: Wanted = { as: 'thumbnail', theme: 'light' };

function begin(stored: Stored, asked: Wanted): FromPainter {
  const read = contentOf(stored);
  const shown = shownOf(read.elements, asked);
  if (shown === undefined) return { unpaintable: 'no frame' };
  const unpaintable = whyNot(shown, asked);
  if (unpaintable !== undefined) return { unpaintable };
  content = { ...read, elements: shown };
  wanted = asked;
  return { assets: assetsOf(shown) };
}

/** The file that is wanted of a board, or why there is none. What writes PDFs is read with the first of them. */
async function make(board: BoardContent, assets: Files, asked: Wanted): Promise<FromPainter> {
  if (asked.as === 'gesso') return await writeBoardFile(board, assets);
  if (asked.as === 'pdf') return { file: await (await import('./write-pdf.ts')).writePdf(board, assets, asked) };
  return { file: await paintBoard(board.elements, assets, asked) };
}

async function answer(message: ToPainter): Promise<FromPainter> {
  if ('stored' in message) return begin(message.stored, message.wanted);
  const made = await make(content, message.assets, wanted);
  content = nothing;
  return made;
}

lowerPriority();
readFaces();
parentPort?.on('message', async (message: ToPainter) => {
  parentPort?.postMessage(await answer(message));
});
