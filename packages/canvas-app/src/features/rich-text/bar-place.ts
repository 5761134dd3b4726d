import { sideOf } from '../../ui/window-shape.ts';

/** Room that the bar takes and keeps, CSS pixels. */
const sizes = { mouse: { button: 36, gap: 2 }, touch: { button: 44, gap: 0 } } as const;
const buttons = 8;
const padding = 8;
const away = 10;
/** What the islands at the top and at the bottom take. */
const top = 64;
const bottom = 76;
const bottomNarrow = 140;
const narrow = 640;
const edge = 8;
const linkWidth = 320;

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** What the bar keeps clear of, and where it would best stand. All in CSS pixels. */
export interface Around {
  /** The element, the field in it, and the line with the caret, which is never covered. */
  readonly element: Rect;
  readonly field: Rect;
  readonly caret: Band;
  readonly viewport: { readonly width: number; readonly height: number };
  /** It asks for an address. */
  readonly isWide: boolean;
  /** It begins where its text does, which grows; else it is in the middle. */
  readonly isLeft: boolean;
}

/** Where the bar stands: above what is typed, else below, else where there is room, and above the keyboard of a phone. */
export const barPlace = (around: Around): { readonly x: number; readonly y: number } => {
  const { element, field, caret, viewport, isWide, isLeft } = around;
  const seen = window.visualViewport;
  const { button, gap } = sizes[matchMedia('(pointer: coarse)').matches ? 'touch' : 'mouse'];
  const height = button + padding;
  const width = Math.min(isWide ? linkWidth : buttons * (button + gap) + padding, viewport.width - 2 * edge);
  const end = Math.min(viewport.height, (seen?.offsetTop ?? 0) + (seen?.height ?? viewport.height));
  const islands = viewport.width < narrow ? bottomNarrow : bottom;
  // Above a keyboard there are no islands to keep clear of.
  const isKeyboard = end < viewport.height - islands;
  const least = isKeyboard ? (seen?.offsetTop ?? 0) + edge : top;
  const most = end - height - (isKeyboard ? edge : islands);
  const covers = (y: number) => y < caret.bottom + 4 && y + height > caret.top - 4;
  const places = [element, field, caret].flatMap((each) => [each.top - height - away, each.bottom + away]);
  const y = places.find((at) => at >= least && at <= most && !covers(at)) ?? (covers(least) ? most : least);
  const side = sideOf(viewport, edge);
  const x = isLeft ? field.left - padding : (element.left + element.right - width) / 2;
  return { x: Math.round(Math.max(side, Math.min(viewport.width - width - side, x))), y: Math.round(y) };
};
