import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import type { Editor } from '../../editor/editor.ts';
import { canKeepBoard, type Format, isPixels } from './formats.ts';
import type { Shown } from './pictures.ts';

/** The scales that are offered, pixels per board unit. */
const scales = [1, 2, 3, 4] as const;

/** What a picture is to look like, as chosen in the panel. */
export interface Choice {
  readonly what: Signal<Shown>;
  readonly format: Signal<Format>;
  readonly theme: Signal<'light' | 'dark'>;
  readonly background: Signal<boolean>;
  /** Whether the picture can be opened as a board again. */
  readonly keepBoard: Signal<boolean>;
  /** Whether it lies on nothing, and whether its elements go into it: what of that the format can. */
  readonly seeThrough: ReadonlySignal<boolean>;
  readonly keeps: ReadonlySignal<boolean>;
  /** What was asked for; `scale` is what of it fits. */
  readonly wantedScale: Signal<number>;
  readonly scale: ReadonlySignal<number>;
  /** The scales at which a canvas can hold the picture. */
  readonly fitting: ReadonlySignal<readonly number[]>;
}

/** The usual scales where they fit; for a board that is too large for any, the one at which all of it does. */
function scalesUpTo(most: number): readonly number[] {
  const fitting = scales.filter((scale) => scale <= most);
  return fitting.length > 0 ? fitting : [Number(most.toPrecision(2))];
}

/** All of the usual scales, so that nothing moves when one does not fit, or the one that does. */
export function scalesShown(fitting: readonly number[]): readonly number[] {
  return fitting.length === 1 && !scales.some((scale) => scale === fitting[0]) ? fitting : scales;
}

/** Begins with what is selected, in the theme that is seen. `mostScale`: pixels per board unit that a canvas can hold. */
export function useChoice(editor: Editor, mostScale: (what: Shown) => number): Choice {
  const what = useSignal<Shown>(editor.selection.peek().size > 0 ? 'selection' : 'board');
  const format = useSignal<Format>('png');
  const theme = useSignal<'light' | 'dark'>(editor.theme.peek());
  const background = useSignal(true);
  const keepBoard = useSignal(true);
  const wantedScale = useSignal(2);
  const empty = editor.board.size === 0;
  const fitting = useComputed(() => (empty || !isPixels(format.value) ? scales : scalesUpTo(mostScale(what.value))));
  const scale = useComputed(() => Math.min(wantedScale.value, fitting.value.at(-1) ?? 1));
  /** A JPEG is never see-through. */
  const seeThrough = useComputed(() => !background.value && format.value !== 'jpeg');
  const keeps = useComputed(() => keepBoard.value && canKeepBoard(format.value));
  return { seeThrough, keeps, what, format, theme, background, keepBoard, wantedScale, scale, fitting };
}
