import { type LineKind, newElementId } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { asNew, makeLine } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';

const fifteenDegrees = Math.PI / 12;

/** The vector turned to the nearest multiple of 15°, its length kept. */
export const snapAngle = ({ x, y }: Vec): Vec => {
  const angle = Math.round(Math.atan2(y, x) / fifteenDegrees) * fifteenDegrees;
  const length = Math.hypot(x, y);
  return { x: Math.cos(angle) * length, y: Math.sin(angle) * length };
};

/** CSS pixels below which a drag makes nothing. */
const shortest = 4;

/** Drags out a straight line or an arrow; Shift turns it in steps of 15°. */
export const drawLine = (editor: Editor, start: PointerInput, kind: LineKind): Gesture => {
  const id = newElementId();
  const style = editor.style.peek();
  const along = (pointer: PointerInput): Vec => {
    const free = { x: pointer.at.x - start.at.x, y: pointer.at.y - start.at.y };
    return pointer.shift ? snapAngle(free) : free;
  };
  const lineTo = (pointer: PointerInput) => makeLine(kind, id, start.at, [{ x: 0, y: 0 }, along(pointer)], style);
  return {
    scrollsAtEdge: true,
    move(pointer) {
      editor.showDraft({ ...noDraft, created: [lineTo(pointer)] });
    },
    end(pointer) {
      const { x, y } = along(pointer);
      const made = Math.hypot(x, y) * editor.camera.peek().zoom >= shortest;
      if (made) editor.board.edit((writer) => writer.add(asNew(lineTo(pointer))));
      editor.showDraft(noDraft);
      if (made) editor.finishTool([id]);
    },
    cancel() {
      editor.showDraft(noDraft);
    },
  };
};
