import { exponentFor, newElementId, type Points, quantise, snap, splitPoints } from '@gesso/crdt-schema';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { asNew, makeStroke } from '../editor/make.ts';
import type { PointerInput, Sample } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';

/**
 * Ink under the pen. Every captured sample is kept; Shift draws a straight line from where it was pressed. Letting go
 * is one edit; ink longer than a stroke may be becomes several elements in one group.
 */
export const drawStroke = (editor: Editor, start: PointerInput): Gesture => {
  const id = newElementId();
  const origin = { x: snap(start.at.x), y: snap(start.at.y) };
  const style = editor.style.peek();
  const xy: number[] = [];
  const pressure: number[] = [];
  const pressed = start.pressure !== undefined;
  /** Samples before this index stay while Shift stretches a straight line from the last of them. */
  let anchor: number | undefined;

  const push = (sample: Sample) => {
    const x = sample.at.x - origin.x;
    const y = sample.at.y - origin.y;
    if (xy.length > 0 && xy.at(-2) === x && xy.at(-1) === y) return;
    xy.push(x, y);
    pressure.push(Math.round((sample.pressure ?? 0.5) * 255));
  };

  const points = (): Points => ({
    xy: new Float32Array(xy),
    ...(pressed ? { pressure: new Uint8Array(pressure) } : {}),
  });

  const show = () => {
    editor.draft.value = { ...noDraft, created: [makeStroke(id, origin, points(), style)] };
  };

  const take = (pointer: PointerInput) => {
    if (pointer.shift) {
      anchor ??= pressure.length;
      xy.length = anchor * 2;
      pressure.length = anchor;
      push(pointer);
    } else {
      anchor = undefined;
      for (const sample of pointer.samples) push(sample);
    }
  };

  push(start);
  show();
  return {
    move(pointer) {
      take(pointer);
      show();
    },
    end(pointer) {
      take(pointer);
      const e = exponentFor(editor.camera.peek().zoom);
      const parts = splitPoints(points()).map((part) => quantise(part, { e }));
      const groups = parts.length > 1 ? [newElementId()] : [];
      editor.board.edit((writer) => {
        writer.addAll(
          parts.map((part, i) => ({
            ...asNew(makeStroke(i === 0 ? id : newElementId(), origin, part, style)),
            groups,
          })),
        );
      });
      editor.draft.value = noDraft;
    },
    cancel() {
      editor.draft.value = noDraft;
    },
  };
};
