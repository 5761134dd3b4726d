import { moveVertex, verticesOf } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { snapAngle } from './draw-line.ts';
import type { Gesture } from './gesture.ts';
import { patching } from './patch-gesture.ts';

/** Pulls one point of a line or an arrow; Shift turns the part next to it in steps of 15°. */
export const pullPoint = (editor: Editor, index: number): Gesture | undefined => {
  const element = editor.selected().find(({ locked }) => !locked);
  if (element === undefined) return undefined;
  const neighbor = verticesOf(element)?.[index === 0 ? 1 : index - 1];
  const target = (pointer: PointerInput) => {
    if (!pointer.shift || neighbor === undefined) return pointer.at;
    const way = snapAngle({ x: pointer.at.x - neighbor.x, y: pointer.at.y - neighbor.y });
    return { x: neighbor.x + way.x, y: neighbor.y + way.y };
  };
  return patching(editor, [element], (pointer) => {
    const patch = moveVertex(element, index, target(pointer));
    return new Map(patch === undefined ? [] : [[element.id, patch]]);
  });
};
