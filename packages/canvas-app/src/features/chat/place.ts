import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { BoardPoint } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { isInView, middleOf } from './beside.ts';

/** Returns where I point, or have pointed last while the pointer is elsewhere. */
export function usePointed({ pointer }: Editor): ReadonlySignal<BoardPoint | undefined> {
  const pointed = useSignal(pointer.peek());
  useSignalEffect(() => {
    if (pointer.value !== undefined) pointed.value = pointer.value;
  });
  return pointed;
}

/** Returns a place that a person has pointed at if it is in view, else the middle of the view: without a pointer they look there. */
export function placeInView({ camera, viewport }: Editor, pointed: BoardPoint | undefined): BoardPoint {
  const [now, view] = [camera.peek(), viewport.peek()];
  return pointed !== undefined && isInView(pointed, now, view) ? pointed : middleOf(now, view);
}
