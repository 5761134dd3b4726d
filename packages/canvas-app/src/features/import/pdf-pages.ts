import { Failure, type NewElement, newElementId, newPendingAsset, snap } from '@gesso/crdt-schema';
import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { takeTurns } from '../../time-slicing.ts';
import { deferred, Late, within } from '../../waiting.ts';
import { newPdfWorker } from '../../workers/later-addresses.ts';
import { type HeldPicture, newTally, refusal, type Tally } from './format.ts';
import { importLimits } from './limits.ts';
import type { OpenFile, OpenJob } from './open-job.ts';
import { type PaintedPage, paintPage } from './paint-page.ts';
import { ownFiles } from './pdf-files.ts';
import { checkStreams } from './pdf-streams.ts';
import { boxOfPages, placePages } from './place-pages.ts';
import { boundedBy } from './read-file.ts';

/** Where the build puts what decodes scans (`pdf-decoders.ts`). */
declare const __PDF_DECODERS__: string;

/** Opens a PDF: each of its pages is a picture, locked, so that it is drawn on and stays where it is. Format: ISO 32000. */

/** ms that a worker may take to read what pages there are. */
const readingTimeout = 30_000;
/** Pages that take too long, after which no other is begun: the reader may hang. */
const mostLate = 1;

/** A PDF that is read, and what ends its reader. */
interface OpenPdf {
  readonly pdf: PDFDocumentProxy;
  close(): void;
}

/** Why a PDF is not opened. */
function refusalOfPdf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Late) return refusal('tooSlow');
  return refusal(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'damaged');
}

function startWorker(): Worker {
  if (typeof OffscreenCanvas !== 'function') throw refusal('cannotPaint');
  try {
    return newPdfWorker();
  } catch {
    throw refusal('cannotPaint');
  }
}

/**
 * Starts the reader of a PDF, which asks nothing of the network but this server's own files, runs no script of the file, and compiles none
 * of it: the server's content policy would not let it.
 */
async function readPdf(bytes: Uint8Array, missing: (name: string) => void): Promise<OpenPdf> {
  const port = startWorker();
  const lost = deferred<never>();
  lost.promise.catch(() => undefined);
  port.addEventListener('error', () => lost.reject(refusal('cannotPaint')));
  const worker = PDFWorker.create({ port, verbosity: 0 });
  const task = getDocument({
    ...{ data: bytes, worker, verbosity: 0, BinaryDataFactory: ownFiles(missing), wasmUrl: __PDF_DECODERS__ },
    // Letters are painted as outlines: no typeface of a file becomes one of the page.
    ...{ disableFontFace: true, useSystemFonts: false, useWasm: false, useWorkerFetch: false, enableXfa: false },
    ...{ maxImageSize: importLimits.pagePicture, canvasMaxAreaInBytes: importLimits.pagePictureKept },
  });
  const close = () => {
    void task.destroy().catch(() => undefined);
    port.terminate();
  };
  try {
    return { pdf: await within(readingTimeout, Promise.race([task.promise, lost.promise])), close };
  } catch (error) {
    close();
    throw refusalOfPdf(error);
  }
}

/** Paints pages, one after another, as long as there is time and room for them. */
async function paintPages(pdf: PDFDocumentProxy, tally: Tally, signal: AbortSignal, onPage: OpenJob['onPage']) {
  const pages: PaintedPage[] = [];
  const until = performance.now() + importLimits.pagesMs;
  const all = pdf.numPages;
  const most = Math.min(all, importLimits.pages);
  let [bytes, late] = [0, 0];
  for (let i = 1; i <= most; i += 1) {
    signal.throwIfAborted();
    if (performance.now() > until || bytes > importLimits.pagesBytes || late > mostLate) {
      tally.lose('page', most - i + 1);
      break;
    }
    onPage?.(i, most);
    const page = await paintPage(pdf, i, signal);
    signal.throwIfAborted();
    if (page === 'late') late += 1;
    if (page === undefined || page === 'late') tally.lose('badPage');
    else {
      pages.push(page);
      bytes += page.picture.size;
    }
  }
  tally.lose('page', all - most);
  return { pages, isLate: late > 0 };
}

/** Pages as elements, in their order, with their pictures by name. */
function asElements(pages: readonly PaintedPage[], name: string) {
  const boxes = placePages(pages);
  const pictures = new Map<string, HeldPicture>();
  const elements = pages.map(({ picture, page }, i): NewElement => {
    const { x, y, w, h } = boxes[i] ?? { x: 0, y: 0, w: 1, h: 1 };
    const asset = newPendingAsset();
    pictures.set(asset, { type: picture.type, bytes: picture });
    const place = { x: snap(x), y: snap(y), width: snap(w), height: snap(h) };
    return { id: newElementId(), kind: 'image', asset, ...place, locked: true, alt: `${name} ${page}`.trim() };
  });
  return { elements, pictures, box: boxOfPages(boxes) };
}

/** Opens a PDF. Rejects with `Failure`, or with the signal's reason. */
export async function openPdf(
  { bytes, name, onPage }: Pick<OpenJob, 'bytes' | 'name' | 'onPage'>,
  signal: AbortSignal,
): Promise<OpenFile> {
  const missing = new Set<string>();
  const tally = newTally();
  await checkStreams(bytes, boundedBy(signal, takeTurns(signal)));
  const { pdf, close } = await readPdf(bytes, (file) => missing.add(file));
  try {
    signal.throwIfAborted();
    const { pages, isLate } = await paintPages(pdf, tally, signal, onPage);
    if (pages.length === 0) throw refusal(isLate ? 'tooSlow' : 'damaged');
    tally.change('typeface', missing.size);
    const { elements, pictures, box } = asElements(pages, name);
    const told = { report: tally.report(elements), box, isOwn: false, pictures, turns: 1 };
    return { ...told, elementsOf: async () => elements, close: () => undefined };
  } finally {
    close();
  }
}
