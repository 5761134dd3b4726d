import type { Vec } from '@gesso/drawing';
import type { Editor } from './editor.ts';

/** Board units between dots at 100 %, and the distance on the screen (CSS pixels) that they keep to by doubling. */
const spacing = 24;
const least = 18;

/** CSS pixels between dots: always `spacing` times a power of two on the board, and 18 to 36 on the screen. */
export const gridStep = (zoom: number): number => {
  const step = spacing * zoom;
  return step * 2 ** Math.ceil(Math.log2(least / step));
};

/** Whether what is drawn and dragged goes by the grid now. Ctrl lets it go free. */
export const isOnGrid = ({ snapGrid }: Pick<Editor, 'snapGrid'>, { mod }: { readonly mod: boolean }): boolean =>
  snapGrid.peek() && !mod;

/** Board units between the dots that are seen at this zoom. */
const stepOf = ({ camera }: Pick<Editor, 'camera'>): number => {
  const { zoom } = camera.peek();
  return gridStep(zoom) / zoom;
};

type Grid = Pick<Editor, 'snapGrid' | 'camera'>;

/** The dot next to a place, by the dots that are seen at this zoom, or the place itself where nothing goes by the grid. Board units. */
export const onGrid = (editor: Grid, at: Vec, pointer: { readonly mod: boolean }): Vec => {
  if (!isOnGrid(editor, pointer)) return at;
  const step = stepOf(editor);
  return { x: Math.round(at.x / step) * step, y: Math.round(at.y / step) * step };
};

/** The same for the corner of what begins at the dot `from`: one step off along both axes at least, or it would have no width or height. */
export const cornerOnGrid = (editor: Grid, from: Vec, at: Vec, pointer: { readonly mod: boolean }): Vec => {
  if (!isOnGrid(editor, pointer)) return at;
  const step = stepOf(editor);
  const { x, y } = onGrid(editor, at, pointer);
  return {
    x: x === from.x ? x + (at.x < from.x ? -step : step) : x,
    y: y === from.y ? y + (at.y < from.y ? -step : step) : y,
  };
};
