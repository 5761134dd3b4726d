import { type Change, type Element, type ElementId, type Film, inPaintingOrder } from '@gesso/crdt-schema';
import { type Look, paintElement, shownBoard } from '@gesso/drawing';
import type { Camera, Viewport } from '../../editor/camera.ts';

/**
 * Pictures of a film from time to time, as one camera sees it. A page that goes far in one frame cannot paint all that changed; one of these
 * is shown until it stays. What was drawn is on top of what was there almost always, so each is the one before it with a little more.
 */

/** How the film is looked at. */
export interface StillSight {
  readonly camera: Camera;
  /** CSS pixels. */
  readonly viewport: Viewport;
  readonly look: Omit<Look, 'scale'>;
}

export interface Still {
  /** Steps that have been done on it. */
  readonly position: number;
  /** See-through where nothing is. */
  readonly picture: HTMLCanvasElement;
}

/** Pictures of a film, and pixels of each: together they take 64 MiB. */
const most = 48;
const mostPixels = (64 * 1024 * 1024) / 4 / most;
/** Steps from one to the next at least. */
const fewestSteps = 20;
/** Elements that are painted between two looks at the clock. */
const chunk = 8;

/** Positions of which there are pictures, ascending: the start and the end are among them. */
export function stillPositions(steps: number): readonly number[] {
  const parts = Math.min(most - 1, Math.floor(steps / fewestSteps));
  return parts === 0 ? [] : Array.from({ length: parts + 1 }, (_, i) => Math.round((steps * i) / parts));
}

/** What is to be painted onto the picture before: undefined where that is not all there is to do. */
export function createAdditions() {
  let fresh = new Map<ElementId, Element>();
  let isMore = false;
  return {
    note({ added, updated, removed }: Change): void {
      for (const element of added) fresh.set(element.id, element);
      for (const element of updated) {
        if (fresh.has(element.id)) fresh.set(element.id, element);
        else isMore = true;
      }
      for (const id of removed) if (!fresh.delete(id)) isMore = true;
    },
    /** What has come since the last call, none of it below `top`. */
    take(top: Element | undefined): readonly Element[] | undefined {
      const came = [...fresh.values()].sort(inPaintingOrder);
      const isAll = !isMore && came.every((element) => top === undefined || inPaintingOrder(element, top) > 0);
      fresh = new Map();
      isMore = false;
      return isAll ? came : undefined;
    },
  };
}

function createCanvas({ width, height }: Viewport): HTMLCanvasElement {
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  return canvas;
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

/**
 * Paints pictures of a film that is at its start, one after the other, and gives each to `keep`. `turn` is waited for between pieces of the work; it rejects when
 * nobody wants it any more, and so does this.
 */
export async function paintStills(
  film: Film,
  { camera, viewport, look }: StillSight,
  turn: () => Promise<void>,
  keep: (still: Still) => void,
): Promise<void> {
  const fork = film.fork();
  const board = shownBoard(fork.board);
  const additions = createAdditions();
  board.onChange(additions.note);
  const canvas = createCanvas(viewport);
  const g = canvas.getContext('2d');
  if (g === null) return;
  const scale = (camera.zoom * canvas.width) / viewport.width;
  const place = () => g.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale);
  const clear = () => {
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, canvas.width, canvas.height);
  };
  try {
    let top: Element | undefined;
    let isFirst = true;
    for (const position of stillPositions(film.steps.length)) {
      while (fork.position < position) {
        fork.seek(position, chunk);
        await turn();
      }
      const came = isFirst ? undefined : additions.take(top);
      if (came === undefined) clear();
      isFirst = false;
      const due = came ?? board.all();
      for (let i = 0; i < due.length; i++) {
        if (i % chunk === 0) await turn();
        const element = due[i];
        place();
        if (element !== undefined) paintElement(g, element, { ...look, scale });
      }
      top = board.all().at(-1);
      keep({ position, picture: copyOf(canvas) });
    }
  } finally {
    board.close();
  }
}
