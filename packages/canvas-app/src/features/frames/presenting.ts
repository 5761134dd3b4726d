import type { ElementId } from '@gesso/crdt-schema';
import { boxOf, center, containsPoint } from '@gesso/drawing';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Editor } from '../../editor/editor.ts';
import { framesInOrder } from './order.ts';

const shown = signal<ElementId | undefined>(undefined);

/** The frame that is presented; undefined while nothing is. */
export const presented: ReadonlySignal<ElementId | undefined> = shown;

/** Goes to a frame of the presentation. */
export const present = (id: ElementId): void => {
  shown.value = id;
};

/** Begins with the frame that is selected, else with the one in the middle of the view, else with the first. */
export const beginPresenting = (editor: Editor): void => {
  const frames = framesInOrder(editor);
  const middle = center(editor.viewBox());
  const first =
    frames.find(({ id }) => editor.selection.peek().has(id)) ??
    frames.find((frame) => containsPoint(boxOf(frame), middle)) ??
    frames[0];
  if (first !== undefined) present(first.id);
};

export const stopPresenting = (): void => {
  shown.value = undefined;
};
