import { fromPlain, type NewElement, newElementId } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';

/** An element of a template in plain names, in board units from the corner of its frame. */
export type Piece = Readonly<Record<string, unknown>> & { readonly x: number; readonly y: number };

/** A template in the language of the person who asks for it: what is on the board stays in that language. */
export interface Made {
  readonly name: string;
  readonly w: number;
  readonly h: number;
  readonly pieces: readonly Piece[];
}

/** Colors of notes. */
export const notes = {
  yellow: '#ffe08a',
  green: '#b8e6a8',
  blue: '#a9d5ff',
  red: '#ffb3b3',
  violet: '#dcc6ff',
} as const;

const widthOf = (piece: Piece): number => (typeof piece['width'] === 'number' ? piece['width'] : 0);

/** A template as elements in a frame about `middle`; from right to left where that is how one reads. */
export function elementsFor(
  { name, w, h, pieces }: Made,
  middle: { x: number; y: number },
  isRightToLeft: boolean,
): readonly NewElement[] {
  const [left, top] = [Math.round(middle.x - w / 2), Math.round(middle.y - h / 2)];
  const frame = newElementId();
  const all = pieces.map((piece) => {
    // Lines follow what they are tied to.
    const x = isRightToLeft && widthOf(piece) > 0 ? w - piece.x - widthOf(piece) : piece.x;
    return fromPlain({ ...piece, frame, x: left + x, y: top + piece.y });
  });
  return [fromPlain({ id: frame, kind: 'frame', name, x: left, y: top, width: w, height: h }), ...all];
}

/** Board units between a template and what is there already. */
const gap = 80;

/** The middle of a place for a template: in the middle of the view, or beside what lies there. */
export function placeFor(
  { w, h }: Pick<Made, 'w' | 'h'>,
  view: Box,
  all: Box | undefined,
  isFree: (box: Box) => boolean,
) {
  const middle = { x: view.x + view.w / 2, y: view.y + view.h / 2 };
  const box = { x: middle.x - w / 2, y: middle.y - h / 2, w, h };
  if (all === undefined || isFree(box)) return middle;
  return { x: all.x + all.w + gap + w / 2, y: all.y + h / 2 };
}
