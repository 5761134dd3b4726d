import {
  exponentFor,
  type NewElement,
  newElementId,
  type Points,
  quantize,
  type StrokeElement,
  snap,
  splitPoints,
} from '@gesso/crdt-schema';
import { asNew, makeStroke } from '../editor/create-element.ts';
import { type Draft, noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { enteredAt } from '../editor/groups.ts';
import type { PointerInput, Sample } from '../editor/pointer.ts';
import { captureInk, type Ink, withTip } from './captured-ink.ts';
import { snapAngle } from './draw-line.ts';
import type { Gesture } from './gesture.ts';
import { createPredictor } from './prediction-filter.ts';
import type { Snapped } from './recognized-shape.ts';
import { heldShape, loadShapes } from './shape-recognition-loader.ts';
import { watchRest } from './watch-rest.ts';

/** Smallest shape, CSS px from corner to corner. */
const leastShape = 24;
/** Samples of the quickest hand that draws a shape. Fewer come from a machine that stutters, or from a script. */
const leastSamples = 10;
/** After so many ms without an event the pen has stopped, and nothing is ahead of it. */
const stopTime = 40;

/**
 * Puts ink on the board as one edit, `stroke` with these points or several in a group, and `shape` in its place as another; drawn in a
 * group that is entered, it is part of that.
 */
function commitInk(editor: Editor, stroke: StrokeElement, points: Points, shape: NewElement | undefined): void {
  const e = exponentFor(editor.camera.peek().zoom);
  const parts = splitPoints(points).map((part) => quantize(part, { e }));
  const around = enteredAt(editor, stroke);
  const groups = [...(parts.length > 1 ? [newElementId()] : []), ...around];
  const drawn = editor.board.edit((writer) =>
    writer.addAll(
      parts.map((points, i) => ({ ...asNew({ ...stroke, points, id: i === 0 ? stroke.id : newElementId() }), groups })),
    ),
  );
  if (shape === undefined) return;
  editor.board.edit((writer) => {
    for (const each of drawn) writer.remove(each);
    writer.add({ ...shape, groups: around });
  });
}

/** Returns the draft of ink under the pen, with what is ahead of it. `stroke` has no points yet. */
function inkDraft(stroke: StrokeElement, points: Points, tip: readonly Sample[]): Draft {
  const ahead = tip.length > 0 ? { ahead: { ...stroke, points: withTip(points, stroke, tip) } } : {};
  return { ...noDraft, created: [{ ...stroke, points }], ...ahead };
}

/** Takes the pen's samples as ink: all of them, or with Shift a straight line to the last one, in steps of 15°. */
function followPen(ink: Ink) {
  /** Samples before this count stay while Shift stretches a straight line from the last of them. */
  let anchor: number | undefined;
  return {
    get isStraight() {
      return anchor !== undefined;
    },
    follow(pointer: PointerInput) {
      if (pointer.shift) {
        anchor ??= ink.count;
        ink.keep(anchor);
        const from = ink.last();
        const way = snapAngle({ x: pointer.at.x - from.x, y: pointer.at.y - from.y });
        ink.push({ ...pointer, at: { x: from.x + way.x, y: from.y + way.y } });
      } else {
        anchor = undefined;
        for (const sample of pointer.samples) ink.push(sample);
      }
    },
  };
}

/**
 * Ink under the pen. Every captured sample is kept, what the browser predicts is only shown. Shift draws straight from
 * where it was pressed, in steps of 15°. Holding still at the end turns the ink into the clean shape it looks like, if it
 * does; Escape and undo give the ink back. Letting go is one edit (two when it became a shape, so that the first undo
 * gives the ink back); ink longer than a stroke may be becomes several elements in one group.
 */
export const drawStroke = (editor: Editor, start: PointerInput): Gesture => {
  const id = newElementId();
  const shapeId = newElementId();
  const origin = { x: snap(start.at.x), y: snap(start.at.y) };
  const style = editor.styleFor('stroke');
  const ink = captureInk(origin);
  const pen = followPen(ink);
  const predictor = createPredictor(start);
  let snapped: Snapped | undefined;
  let now = start;
  let stopping: ReturnType<typeof setTimeout> | undefined;

  /** Made once: every move makes two of it. */
  const empty = makeStroke(id, origin, { xy: new Float32Array() }, style);

  const show = (tip: readonly Sample[] = []) =>
    editor.showDraft(
      snapped === undefined
        ? inkDraft(empty, ink.points(), tip)
        : { ...noDraft, created: [snapped.at(now.at, now.shift)] },
    );

  const follow = (pointer: PointerInput) => {
    now = pointer;
    if (snapped === undefined) pen.follow(pointer);
  };

  const hold = () => {
    const least = leastShape / editor.camera.peek().zoom;
    snapped = heldShape(ink.spots(), least, now.at, shapeId, style, editor.styleFor('rect'));
    if (snapped !== undefined) show();
  };
  const rest = watchRest(start, () => snapped === undefined && !pen.isStraight && ink.count >= leastSamples, hold);

  const stopWaiting = () => {
    rest.stop();
    clearTimeout(stopping);
  };

  const commit = () => {
    stopWaiting();
    const shape = snapped?.at(now.at, now.shift);
    commitInk(editor, empty, ink.points(), shape && asNew(shape));
    editor.showDraft(noDraft);
  };

  void loadShapes();
  ink.push(start);
  show();
  return {
    move(pointer) {
      follow(pointer);
      rest.moved(pointer);
      const tip = pointer.shift ? [] : predictor.ahead(pointer.samples, pointer.predicted ?? []);
      show(tip);
      clearTimeout(stopping);
      if (tip.length > 0) stopping = setTimeout(show, stopTime);
    },
    end(pointer) {
      follow(pointer);
      commit();
    },
    cancel() {
      stopWaiting();
      editor.showDraft(noDraft);
    },
    lost: commit,
    back() {
      if (snapped === undefined) return false;
      snapped = undefined;
      show();
      return true;
    },
  };
};
