import { createBoardDoc, type ElementOf, type NewElement, openBoard } from '@gesso/crdt-schema';
import { exportSvg, shownBoard, type Theme } from '@gesso/drawing';
import { asDrawn, copiesOf } from '../../editor/create-element.ts';
import { type Content, contentOf } from './piece.ts';

/** Pictures that are kept: more than stand in a drawer. */
const most = 400;

/** The size of the whole picture that an element shows a part of, in board units: the browser fits its pixels into it. */
function wholeSize(element: NewElement): { readonly width: number; readonly height: number } {
  const { width, height, crop } = asDrawn(element) as ElementOf<'image'>;
  const [, , w, h] = crop ?? [0, 0, 1, 1];
  return { width: width / w, height: height / h };
}

/** What a piece looks like, as an SVG: painted as the board is, so that lines go where they go there. */
function drawingOf({ elements, pictures }: Content, theme: Theme): Blob {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  try {
    // Under the same names as in the piece, by which the pictures are found.
    board.edit((writer) => writer.addAll(copiesOf(elements, { x: 0, y: 0 })));
    const drawing = exportSvg({
      elements: board.all(),
      theme,
      padding: 4,
      background: 'none',
      picture(asset) {
        const source = pictures.get(asset);
        const shown = elements.find((element) => 'asset' in element && element.asset === asset);
        return source === undefined || shown === undefined ? undefined : { source, ...wholeSize(shown) };
      },
    });
    return new Blob([drawing], { type: 'image/svg+xml' });
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
  stop(): void;
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
  const paint = (text: string, theme: Theme): string | undefined => {
    const content = contentOf(text);
    try {
      return content && URL.createObjectURL(drawingOf(content, theme));
    } catch {
      // A piece that no board takes is shown without a picture.
      return undefined;
    }
  };
  return {
    async of({ id, text }, theme, signal) {
      const key = `${theme} ${id}`;
      const turn = last.then(async () => {
        if (signal.aborted || made.has(key)) return;
        await nextTurn();
        if (!signal.aborted) keep(key, paint(text, theme));
      });
      last = turn;
      await turn;
      signal.throwIfAborted();
      return made.get(key);
    },
    stop() {
      for (const address of made.values()) if (address !== undefined) URL.revokeObjectURL(address);
      made.clear();
    },
  };
}
