import type { Element } from '@gesso/crdt-schema';
import { draw, measureForeignWith } from '@gesso/drawing';
import { within } from '../../waiting.ts';
import { addFaces, watchText } from '../../workers/font-faces.ts';
import { deviceLetters } from '../../workers/letters.ts';
import { unpackChange } from '../../workers/pack-elements.ts';
import type { FromPainter, Part, Sheet, ToPainter } from './messages.ts';

/** Paints a band of one picture on a thread of its own. It is started for that picture and ended after it. */

/** The part of a worker's global scope that is used; the compiler knows the page's. */
interface Scope {
  postMessage(message: FromPainter, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToPainter>) => void) | null;
  readonly fonts: FontFaceSet;
}
const scope = globalThis as unknown as Scope;

measureForeignWith(deviceLetters(new OffscreenCanvas(1, 1).getContext('2d')));

const elements: Element[] = [];
let painted: Promise<OffscreenCanvas> | undefined;

/** ms that painting waits for fonts, which the browser has in its cache. */
const patience = 3_000;

/** A font that cannot be had here may be there on the page, which then paints in this one's place. */
const loadFonts = async (): Promise<void> => {
  await within(patience, Promise.all(watchText()(elements).map(([font, text]) => scope.fonts.load(font, text))));
};

const paint = async ({ width, height, band, box, ...drawing }: Sheet): Promise<OffscreenCanvas> => {
  await loadFonts();
  const canvas = new OffscreenCanvas(width, height);
  const g = canvas.getContext('2d');
  if (!g) throw new Error('no 2D canvas here');
  g.save();
  g.translate(0, -band.top);
  g.beginPath();
  g.rect(0, band.top, width, band.height);
  g.clip();
  for (const _ of draw(g, { ...drawing, elements }, box, drawing));
  g.restore();
  return canvas;
};

const join = async (canvas: OffscreenCanvas, parts: readonly Part[]): Promise<Blob> => {
  const g = canvas.getContext('2d');
  for (const { picture, top } of parts) {
    g?.drawImage(picture, 0, top);
    picture.close();
  }
  return await canvas.convertToBlob({ type: 'image/png' });
};

const answer = async (message: ToPainter): Promise<void> => {
  switch (message.type) {
    case 'elements':
      for (const { element } of unpackChange(message.change)) elements.push(element);
      break;
    case 'paint':
      addFaces(scope.fonts, message.faces);
      painted = paint(message.sheet);
      await painted;
      break;
    case 'give': {
      const picture = (await painted)?.transferToImageBitmap();
      if (picture) scope.postMessage({ type: 'part', picture }, [picture]);
      break;
    }
    case 'join': {
      const canvas = await painted;
      if (canvas) scope.postMessage({ type: 'blob', blob: await join(canvas, message.parts) });
      break;
    }
  }
};

scope.onmessage = ({ data }) => {
  answer(data).catch(() => scope.postMessage({ type: 'failed' }));
};
scope.postMessage({ type: 'ready' });
