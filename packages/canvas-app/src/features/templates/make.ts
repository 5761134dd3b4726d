import { fromPlain, type NewElement, newElementId } from '@gesso/crdt-schema';

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

/** A template as elements in a frame whose left top corner is `at`; from right to left where that is how one reads. */
export function elementsFor(
  { name, w, h, pieces }: Made,
  at: { x: number; y: number },
  isRightToLeft: boolean,
): readonly NewElement[] {
  const [left, top] = [Math.round(at.x), Math.round(at.y)];
  const frame = newElementId();
  const all = pieces.map((piece) => {
    // Lines follow what they are tied to.
    const x = isRightToLeft && widthOf(piece) > 0 ? w - piece.x - widthOf(piece) : piece.x;
    return fromPlain({ ...piece, frame, x: left + x, y: top + piece.y });
  });
  return [fromPlain({ id: frame, kind: 'frame', name, x: left, y: top, width: w, height: h }), ...all];
}
