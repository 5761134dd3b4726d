import type { Room } from '../../editor/caret.ts';
import { freeArea } from '../../ui/window-shape.ts';

/** Room that the bar takes and keeps, CSS pixels. */
const sizes = { mouse: { button: 36, gap: 2 }, touch: { button: 44, gap: 0 } } as const;
const buttons = 8;
const padding = 8;
const away = 10;
const linkWidth = 320;

interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** What the bar keeps clear of, and where it would best stand. All in CSS pixels. */
export interface Around {
  /** The element, the field in it, and the line with the caret, which is never covered. */
  readonly element: Room;
  readonly field: Room;
  readonly caret: Band;
  readonly viewport: { readonly width: number; readonly height: number };
  /** It asks for an address. */
  readonly isWide: boolean;
  /** It begins where its text does, which grows; else it is in the middle. */
  readonly isLeft: boolean;
}

export interface BarPlace {
  readonly x: number;
  readonly y: number;
  /** How wide the bar is where it stands in two rows; absent = in one row. */
  readonly width?: number;
}

const sizesNow = () => {
  const { button, gap } = sizes[matchMedia('(pointer: coarse)').matches ? 'touch' : 'mouse'];
  const across = (count: number) => count * (button + gap) - gap + padding;
  return { row: across(buttons), half: across(buttons / 2), tall: button + padding, twice: 2 * button + gap + padding };
};

/**
 * Where the bar stands in what islands and the keyboard of a phone leave free: above what is typed, else below, else beside it in two
 * rows, else where it covers no letter, and never over the line with the caret.
 */
export const barPlace = (around: Around): BarPlace => {
  const { element, field, caret, viewport, isWide, isLeft } = around;
  const free = freeArea(viewport);
  const { row, half, tall, twice } = sizesNow();
  const width = Math.min(isWide ? linkWidth : row, free.right - free.left);
  const lowest = free.bottom - tall;
  const covers = (y: number) => y < caret.bottom + 4 && y + tall > caret.top - 4;
  const find = (...of: readonly Room[]) =>
    of
      .flatMap((each) => [each.top - tall - away, each.bottom + away])
      .find((at) => at >= free.top && at <= lowest && !covers(at));
  const clear = find(element);
  const beside = [element.right + away, element.left - away - half].find(
    (at) => at >= free.left && at + half <= free.right,
  );
  if (clear === undefined && beside !== undefined && !isWide && free.bottom - free.top >= twice) {
    const y = Math.max(free.top, Math.min(free.bottom - twice, caret.top - twice / 2));
    return { x: Math.round(beside), y: Math.round(y), width: half };
  }
  const band = { ...element, ...caret };
  const y = clear ?? find(field, band) ?? (covers(free.top) ? lowest : free.top);
  const x = isLeft ? field.left - padding : (element.left + element.right - width) / 2;
  return { x: Math.round(Math.max(free.left, Math.min(free.right - width, x))), y: Math.round(y) };
};

/**
 * What is to be in view, CSS pixels, so that the bar covers nothing of what is typed: the element, or of one that is higher than there is
 * room the line with the caret, with the bar above or beside it. Undefined where the bar has its room already, or cannot have it.
 */
export const wanted = ({ element, caret, viewport }: Around): Room | undefined => {
  const free = freeArea(viewport);
  const { half, tall } = sizesNow();
  const isIn = ({ left, top, right, bottom }: Room) =>
    left >= free.left && right <= free.right && top >= free.top && bottom <= free.bottom;
  const shown = element.bottom - element.top > free.bottom - free.top ? { ...element, ...caret } : element;
  const above = { ...element, top: element.top - tall - away };
  const below = { ...element, bottom: element.bottom + tall + away };
  const after = { ...shown, right: shown.right + half + away };
  const before = { ...shown, left: shown.left - half - away };
  const all = [above, below, after, before];
  if (all.some(isIn)) return undefined;
  return all.find(
    ({ left, top, right, bottom }) => right - left <= free.right - free.left && bottom - top <= free.bottom - free.top,
  );
};
