import { createBoardDoc, type Element, openBoard } from '@gesso/crdt-schema';
import { draw, exportedBox, type Picture, shownBoard, type Theme } from '@gesso/drawing';
import { copiesOf } from '../../editor/create-element.ts';
import { within } from '../../waiting.ts';
import { watchText } from '../../workers/font-faces.ts';
import { type Content, contentOf } from './piece.ts';

/** Pictures that are kept: more than stand in a drawer. */
const most = 400;

/** Pixels of a picture: twice what it takes in the drawer, as on most screens. */
const size = { width: 224, height: 168 } as const;

/** Pixels per board unit at most: what is small is not blown up. */
const mostScale = 4;

/** ms that a typeface, a picture in a piece or the encoding of one may take. */
const timeout = 10_000;

/** Pictures of a piece as a canvas takes them; one that cannot be had has its placeholder. */
async function loaded(pictures: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Picture>> {
  const found = new Map<string, Picture>();
  for (const [asset, address] of pictures) {
    const image = new Image();
    image.src = address;
    const isHere = await within(timeout, image.decode()).then(
      () => true,
      () => false,
    );
    if (isHere) found.set(asset, { source: image, width: image.naturalWidth, height: image.naturalHeight });
  }
  return found;
}

/** Has the typefaces come that letters are written in: a canvas fetches none by itself. */
const fontsFor = (elements: readonly Element[]): Promise<unknown> =>
  Promise.allSettled(watchText()(elements).map(([font, text]) => within(timeout, document.fonts.load(font, text))));

/** Paints elements into a canvas as large as a picture is, all of them in view. */
function painted(elements: readonly Element[], theme: Theme, pictures: ReadonlyMap<string, Picture>) {
  const drawing = { elements, padding: 4, theme, background: 'none' } as const;
  const box = exportedBox(drawing);
  const scale = Math.min(size.width / box.w, size.height / box.h, mostScale);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.ceil(box.w * scale), height: Math.ceil(box.h * scale) });
  const g = canvas.getContext('2d');
  if (g === null) return undefined;
  for (const _ of draw(g, drawing, box, { theme, scale, picture: (asset) => pictures.get(asset) }));
  return canvas;
}

/** What a piece looks like: painted as the board is, so that lines go where they go there. Undefined where the browser paints none. */
async function pictureOf({ elements, pictures }: Content, theme: Theme): Promise<Blob | undefined> {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  try {
    board.edit((writer) => writer.addAll(copiesOf(elements, { x: 0, y: 0 })));
    const all = board.all();
    await fontsFor(all);
    const canvas = painted(all, theme, await loaded(pictures));
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
  const paint = async (text: string, theme: Theme): Promise<string | undefined> => {
    const content = contentOf(text);
    // A piece that no board takes is shown without a picture.
    const picture = content && (await pictureOf(content, theme).catch(() => undefined));
    return picture && URL.createObjectURL(picture);
  };
  return {
    async of({ id, text }, theme, signal) {
      const key = `${theme} ${id}`;
      const turn = last.then(async () => {
        if (signal.aborted || made.has(key)) return;
        await nextTurn();
        if (!signal.aborted) keep(key, await paint(text, theme));
      });
      last = turn;
      await turn;
      signal.throwIfAborted();
      return made.get(key);
    },
  };
}
