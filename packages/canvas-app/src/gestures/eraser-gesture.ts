import type { Vec } from '@gesso/drawing';
import { type Draft, noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';

/** Radius of the eraser, CSS pixels. */
export const eraserRadius = 8;

/** What one kind of eraser does. */
export interface Eraser {
  /** Goes from one place to the next with an eraser of this radius, all in board units; `giveBack` undoes what it did there. */
  erase(from: Vec, to: Vec, radius: number, giveBack: boolean): void;
  /** What is shown of it until it is lifted. */
  shown(): Partial<Draft>;
  /** Writes it, in one step. */
  commit(): void;
}

/** Erases along the way of the pointer and shows the eraser; what was erased is written when it is lifted. Alt gives back. */
export const eraserGesture = (editor: Editor, start: PointerInput, eraser: Eraser): Gesture => {
  let last: Vec = start.at;

  const show = (pointer: PointerInput) => {
    const radius = eraserRadius / editor.camera.peek().zoom;
    for (const { at } of pointer.samples) {
      eraser.erase(last, at, radius, pointer.alt);
      last = at;
    }
    editor.showEraser({ at: pointer.at, radius: eraserRadius });
    editor.showDraft({ ...noDraft, ...eraser.shown() });
  };

  const stop = () => {
    editor.showDraft(noDraft);
    editor.showEraser(undefined);
  };

  show(start);
  return {
    move: show,
    end(pointer) {
      show(pointer);
      eraser.commit();
      stop();
    },
    cancel: stop,
  };
};
