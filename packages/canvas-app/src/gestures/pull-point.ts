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
  const neighbour = verticesOf(element)?.[index === 0 ? 1 : index - 1];
  const target = (pointer: PointerInput) => {
    if (!pointer.shift || neighbour === undefined) return pointer.at;
    const way = snapAngle({ x: pointer.at.x - neighbour.x, y: pointer.at.y - neighbour.y });
    return { x: neighbour.x + way.x, y: neighbour.y + way.y };
  };
  return patching(editor, [element], (pointer) => {
    const patch = moveVertex(element, index, target(pointer));
    return new Map(patch === undefined ? [] : [[element.id, patch]]);
  });
};
