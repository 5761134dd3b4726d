import type { Element } from '@gesso/crdt-schema';
import { draw } from '@gesso/drawing';
import { within } from '../../waiting.ts';
import { answerCalls } from '../../workers/answer-calls.ts';
import { watchText } from '../../workers/font-faces.ts';
import { unpackChange } from '../../workers/pack-elements.ts';
import type { BandJob, PngCalls } from './png-protocol.ts';

/** Paints a band of one picture on a thread of its own. It is started for that picture and ended after it. */

const elements: Element[] = [];
let painted: Promise<OffscreenCanvas> | undefined;

/** ms that painting waits for fonts, which the browser has in its cache. */
const fontTimeout = 3_000;

/** A font that cannot be had here may be there on the page, which then paints in this one's place. */
async function loadFonts(fonts: FontFaceSet): Promise<void> {
  await within(fontTimeout, Promise.all(watchText()(elements).map(([font, text]) => fonts.load(font, text))));
}

async function paint(fonts: FontFaceSet, { width, height, band, box, ...drawing }: BandJob): Promise<OffscreenCanvas> {
  await loadFonts(fonts);
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
}

/** Returns the canvas once it is painted. */
async function canvasNow(): Promise<OffscreenCanvas> {
  const canvas = await painted;
  if (canvas === undefined) throw new Error('nothing was to be painted');
  return canvas;
}

async function join({ parts, as }: PngCalls['join'][0]): Promise<Blob> {
  const canvas = await canvasNow();
  const g = canvas.getContext('2d');
  for (const { picture, top } of parts) {
    g?.drawImage(picture, 0, top);
    picture.close();
  }
  return await canvas.convertToBlob(as);
}

answerCalls<PngCalls>((fonts) => ({
  addElements(change) {
    for (const { element } of unpackChange(change)) elements.push(element);
  },
  async paint(job) {
    painted = paint(fonts, job);
    await painted;
  },
  givePart: async () => (await canvasNow()).transferToImageBitmap(),
  join,
}));
