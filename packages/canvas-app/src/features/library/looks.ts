import { createBoardDoc, type Element, openBoard } from '@gesso/crdt-schema';
import { draw, exportedBox, type Picture, shownBoard, type Theme } from '@gesso/drawing';
import { copiesOf } from '../../editor/create-element.ts';
import { takeTurns } from '../../time-slicing.ts';
import { within } from '../../waiting.ts';
import { watchText } from '../../workers/font-faces.ts';
import { type Content, contentOf } from './piece.ts';

/** Waits for the next turn of the page. Rejects where nobody wants the picture any more, or it took too long. */
type Pause = () => Promise<void>;

/** Pictures that are kept: more than stand in a drawer. */
const most = 400;

/** Pixels of a picture: twice what it takes in the drawer, as on most screens. */
const size = { width: 224, height: 168 } as const;

/** Pixels per board unit at most: what is small is not blown up. */
const mostScale = 4;

/** ms that a piece may take, its typefaces and pictures with it: the others wait for it. */
const timeout = 10_000;

/** ms that the pictures of a piece, or its typefaces, may take of that: it is painted without those that have not come. */
const loadingTimeout = 4_000;

/** Pictures of a piece as a canvas takes them; one that cannot be had in time has its placeholder. */
async function loaded(pictures: ReadonlyMap<string, string>, pause: Pause): Promise<ReadonlyMap<string, Picture>> {
  const found = new Map<string, Picture>();
  const until = performance.now() + loadingTimeout;
  for (const [asset, address] of pictures) {
    await pause();
    const left = until - performance.now();
    if (left <= 0) break;
    const image = new Image();
    image.src = address;
    const isHere = await within(left, image.decode()).then(
      () => true,
      () => false,
    );
    if (isHere) found.set(asset, { source: image, width: image.naturalWidth, height: image.naturalHeight });
  }
  return found;
}

/** Has the typefaces come that letters are written in: a canvas fetches none by itself. */
const fontsFor = (elements: readonly Element[]): Promise<unknown> =>
  Promise.allSettled(
    watchText()(elements).map(([font, text]) => within(loadingTimeout, document.fonts.load(font, text))),
  );

/** Paints elements into a canvas as large as a picture is, all of them in view. */
async function painted(
  elements: readonly Element[],
  theme: Theme,
  pictures: ReadonlyMap<string, Picture>,
  pause: Pause,
): Promise<HTMLCanvasElement | undefined> {
  const drawing = { elements, padding: 4, theme, background: 'none' } as const;
  const box = exportedBox(drawing);
  const scale = Math.min(size.width / box.w, size.height / box.h, mostScale);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.ceil(box.w * scale), height: Math.ceil(box.h * scale) });
  const g = canvas.getContext('2d');
  if (g === null) return undefined;
  for (const _ of draw(g, drawing, box, { theme, scale, picture: (asset) => pictures.get(asset) })) await pause();
  return canvas;
}

/**
 * What a piece looks like: painted as the board is, so that lines go where they go there. Undefined where the browser paints none. Rejects as
 * `pause` does.
 */
async function pictureOf({ elements, pictures }: Content, theme: Theme, pause: Pause): Promise<Blob | undefined> {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  try {
    board.edit((writer) => writer.addAll(copiesOf(elements, { x: 0, y: 0 })));
    await pause();
    const all = board.all();
    await fontsFor(all);
    const canvas = await painted(all, theme, await loaded(pictures, pause), pause);
    if (canvas === undefined) return undefined;
    const blob = await within(timeout, new Promise<Blob | null>((done) => canvas.toBlob(done)));
    return blob ?? undefined;
  } finally {
    board.close();
    doc.destroy();
  }
}

/** Small pictures of pieces. */
export interface Looks {
  /** The address of a picture of a piece; undefined for one that cannot be painted. Waits for its turn; rejects with the signal's reason. */
  of(
    piece: { readonly id: string; readonly text: string },
    theme: Theme,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Paints pieces one after the other, each in a turn of its own, and keeps the pictures until they are too many. */
export function createLooks(): Looks {
  const made = new Map<string, string | undefined>();
  let last: Promise<unknown> = Promise.resolve();
  const keep = (key: string, address: string | undefined) => {
    made.set(key, address);
    for (const [oldest, its] of made) {
      if (made.size <= most) return;
      made.delete(oldest);
      if (its !== undefined) URL.revokeObjectURL(its);
    }
  };
  const paint = async (text: string, theme: Theme, signal: AbortSignal): Promise<string | undefined> => {
    const abort = new AbortController();
    const giveUp = () => abort.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const pause = takeTurns(abort.signal);
      const content = contentOf(text);
      await pause();
      const picture = content && (await within(timeout, pictureOf(content, theme, pause)));
      return picture && URL.createObjectURL(picture);
    } catch {
      // A piece that no board takes, or that takes too long, is shown without a picture.
      return undefined;
    } finally {
      signal.removeEventListener('abort', giveUp);
      giveUp();
    }
  };
  return {
    async of({ id, text }, theme, signal) {
      const key = `${theme} ${id}`;
      const turn = last.then(async () => {
        if (signal.aborted || made.has(key)) return;
        await nextTurn();
        if (signal.aborted) return;
        const address = await paint(text, theme, signal);
        // What nobody waited for to its end is painted again when it is in sight again.
        if (address !== undefined || !signal.aborted) keep(key, address);
      });
      last = turn;
      await turn;
      signal.throwIfAborted();
      return made.get(key);
    },
  };
}
