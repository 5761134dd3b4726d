import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Late, within } from '../../waiting.ts';
import { importLimits } from './limits.ts';

/** A page as a picture, and its size on the board. */
export interface PaintedPage {
  /** Which it is, from 1 on. */
  readonly page: number;
  /** Board units: as large as on paper. */
  readonly width: number;
  readonly height: number;
  readonly picture: Blob;
}

/** Board units a point: an inch has 96 of the one and 72 of the other. */
const unitsPerPoint = 96 / 72;
/** Board units of a page's longer side at most: a poster is not as large as a wall. */
const longest = 4_096;

/** Bytes from which a picture of a page is a photograph, and how much of one is kept. */
const photograph = { bytes: 1_500_000, quality: 0.9 } as const;

/** Runs something in a turn of its own, at once also where the page is not in sight: its timers are slow then. */
function inTurn(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    run();
  });
  port1.start();
  port2.postMessage(0);
}

const blobOf = (canvas: HTMLCanvasElement, type: string): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, photograph.quality));

/** A canvas as a picture: exactly, unless it is a photograph. */
async function pictureOf(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const exact = await blobOf(canvas, 'image/png');
  if (exact === null || exact.size < photograph.bytes) return exact ?? undefined;
  const close = await blobOf(canvas, 'image/jpeg');
  return close !== null && close.size < exact.size / 2 ? close : exact;
}

/** Paints a page on white paper, in short turns. Rejects where it cannot be, or takes too long. */
async function paint(page: PDFPageProxy, canvas: HTMLCanvasElement, scale: number, signal: AbortSignal) {
  const viewport = page.getViewport({ scale });
  Object.assign(canvas, {
    width: Math.max(1, Math.round(viewport.width)),
    height: Math.max(1, Math.round(viewport.height)),
  });
  const task = page.render({ canvas, viewport, intent: 'print', background: '#ffffff' });
  task.onContinue = inTurn;
  const cancel = () => task.cancel();
  signal.addEventListener('abort', cancel);
  try {
    await within(importLimits.pageMs, task.promise);
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Paints a page, from 1 on; undefined for one that cannot be painted, `late` for one that takes too long. */
export async function paintPage(
  pdf: PDFDocumentProxy,
  n: number,
  signal: AbortSignal,
): Promise<PaintedPage | 'late' | undefined> {
  const canvas = document.createElement('canvas');
  let page: PDFPageProxy | undefined;
  try {
    page = await within(importLimits.pageMs, pdf.getPage(n));
    const { width, height } = page.getViewport({ scale: 1 });
    const longer = Math.max(width, height);
    if (!(Math.min(width, height) > 0) || !Number.isFinite(longer)) return undefined;
    await paint(page, canvas, Math.min(importLimits.pageScale, importLimits.pageSide / longer), signal);
    const picture = await pictureOf(canvas);
    const units = Math.min(unitsPerPoint, longest / longer);
    return picture && { page: n, width: width * units, height: height * units, picture };
  } catch (error) {
    return error instanceof Late ? 'late' : undefined;
  } finally {
    page?.cleanup();
    // Safari gives a canvas back late, unless there is nothing in it.
    Object.assign(canvas, { width: 0, height: 0 });
  }
}
