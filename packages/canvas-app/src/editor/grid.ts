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

/** The dot next to a place, by the dots that are seen at this zoom, or the place itself where nothing goes by the grid. Board units. */
export const onGrid = (
  editor: Pick<Editor, 'snapGrid' | 'camera'>,
  at: Vec,
  pointer: { readonly mod: boolean },
): Vec => {
  if (!isOnGrid(editor, pointer)) return at;
  const { zoom } = editor.camera.peek();
  const step = gridStep(zoom) / zoom;
  return { x: Math.round(at.x / step) * step, y: Math.round(at.y / step) * step };
};
