import { type ElementId, isElementId } from '@gesso/crdt-schema';
import { type KeyValue, readItem, writeItem } from '../storage.ts';
import { type Camera, clampZoom, toBoard, type Viewport } from './camera.ts';

/** A place on a board that a link may point at: a point in the middle of the view at some zoom, or an element. */
export type Place =
  | { readonly type: 'point'; readonly x: number; readonly y: number; readonly zoom: number }
  | { readonly type: 'element'; readonly id: ElementId };

/** Board units beyond which nothing is drawn. */
const farthest = 1e7;

/** Reads `?at=x,y,zoom` (zoom may be left out) or `?at=<element id>`; undefined when it says neither. */
export const readPlace = (search: string): Place | undefined => {
  const at = new URLSearchParams(search).get('at');
  if (at === null) return undefined;
  const [x, y, zoom = 1, ...more] = at.split(',').map(Number);
  const inBounds = (value: number | undefined): value is number => value !== undefined && Math.abs(value) <= farthest;
  if (inBounds(x) && inBounds(y) && zoom > 0 && more.length === 0)
    return { type: 'point', x, y, zoom: clampZoom(zoom) };
  return isElementId(at) ? { type: 'element', id: at } : undefined;
};

const middleOf = (camera: Camera, { width, height }: Viewport) => toBoard(camera, { x: width / 2, y: height / 2 });

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** What to put behind `?at=` so that the one who opens it sees the middle of this view. */
export const placeOf = (camera: Camera, viewport: Viewport): string => {
  const { x, y } = middleOf(camera, viewport);
  return [rounded(x, 1), rounded(y, 1), rounded(camera.zoom, 3)].join(',');
};

/** The camera with a board point in the middle of the view. */
export const centeredOn = (
  { x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number },
  viewport: Viewport,
): Camera => ({ x: x - viewport.width / 2 / zoom, y: y - viewport.height / 2 / zoom, zoom });

/** Where a person last looked at a board, on this device. Storage that is full or forbidden only forgets. */
export const placeMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.place.${board}`;
  return {
    recall(): Place | undefined {
      const kept = readItem(storage, key);
      return kept === undefined ? undefined : readPlace(`?at=${encodeURIComponent(kept)}`);
    },
    remember(camera: Camera, viewport: Viewport): void {
      // To the last digit: the picture after a reload is the same to the pixel.
      const { x, y } = middleOf(camera, viewport);
      writeItem(storage, key, [x, y, camera.zoom].join(','));
    },
  };
};

/** What `showFirst` needs of an editor. */
interface Viewer {
  readonly touched: { peek(): boolean };
  showsTooLittle(): boolean;
  show(place: Place): boolean;
  zoomTo(what: 'all'): void;
}

/**
 * Where a board is first looked at: what the link names, else where it was left, else all of the drawing when too little of it
 * would be in view. Nobody who has begun to draw is moved.
 */
export const showFirst = async (
  editor: Viewer,
  when: {
    readonly asked: Place | undefined;
    readonly left: Place | undefined;
    readonly mounted: Promise<void>;
    readonly opened: Promise<void>;
  },
): Promise<void> => {
  const place = when.asked ?? when.left;
  await when.mounted;
  if (place?.type === 'point') {
    editor.show(place);
    return;
  }
  await when.opened;
  if (editor.touched.peek() || (place !== undefined && editor.show(place))) return;
  if (editor.showsTooLittle()) editor.zoomTo('all');
};
