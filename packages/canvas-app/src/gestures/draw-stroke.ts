import {
  type ElementId,
  exponentFor,
  newElementId,
  type Points,
  quantize,
  type StrokeElement,
  snap,
  splitPoints,
} from '@gesso/crdt-schema';
import { asNew, makeStroke } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput, Sample } from '../editor/pointer.ts';
import { captureInk, withTip } from './captured-ink.ts';
import { snapAngle } from './draw-line.ts';
import type { Gesture } from './gesture.ts';
import { createPredictor } from './prediction-filter.ts';
import type { Snapped } from './recognized-shape.ts';
import { heldShape, knowsShapes, loadShapes } from './shape-recognition-loader.ts';

/** Ink held as still as this (CSS px) for as long as this (ms) becomes the shape it looks like. */
const holdSlop = 3;
const holdTime = 500;
/** Smallest shape, CSS px from corner to corner. */
const leastShape = 24;
/** Samples of the quickest hand that draws a shape. Fewer come from a machine that stutters, or from a script. */
const leastSamples = 10;
/** After so many ms without an event the pen has stopped, and nothing is ahead of it. */
const stopTime = 40;

/** Calls `held` when the pen has rested and what it drew may be a shape. */
function watchRest(start: PointerInput, mayHold: () => boolean, held: () => void) {
  let stillAt = start.screen;
  let holding: ReturnType<typeof setTimeout> | undefined;
  const hold = () => {
    if (!mayHold()) return;
    if (knowsShapes()) return held();
    // A first stroke may be held before the page knows shapes.
    const timer = holding;
    void loadShapes().then((loaded) => {
      if (loaded && holding === timer) hold();
    });
  };
  return {
    moved({ screen }: PointerInput) {
      const moved = Math.hypot(screen.x - stillAt.x, screen.y - stillAt.y) >= holdSlop;
      if (!moved && holding !== undefined) return;
      stillAt = screen;
      clearTimeout(holding);
      holding = setTimeout(hold, holdTime);
    },
    stop() {
      clearTimeout(holding);
      holding = undefined;
    },
  };
}

/** Puts ink on the board as one edit: `stroke` with these points, or several in a group. Returns their ids. */
function commitInk(editor: Editor, stroke: StrokeElement, points: Points): readonly ElementId[] {
  const e = exponentFor(editor.camera.peek().zoom);
  const parts = splitPoints(points).map((part) => quantize(part, { e }));
  const groups = parts.length > 1 ? [newElementId()] : [];
  return editor.board.edit((writer) =>
    writer.addAll(
      parts.map((points, i) => ({ ...asNew({ ...stroke, points, id: i === 0 ? stroke.id : newElementId() }), groups })),
    ),
  );
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
  const style = editor.style.peek();
  const ink = captureInk(origin);
  const predictor = createPredictor(start);
  /** Samples before this count stay while Shift stretches a straight line from the last of them. */
  let anchor: number | undefined;
  let snapped: Snapped | undefined;
  let now = start;
  let stopping: ReturnType<typeof setTimeout> | undefined;

  /** Made once: every move makes two of it. */
  const empty = makeStroke(id, origin, { xy: new Float32Array() }, style);
  const strokeOf = (points: Points) => ({ ...empty, points });

  const show = (tip: readonly Sample[] = []) => {
    if (snapped !== undefined) {
      editor.showDraft({ ...noDraft, created: [snapped.at(now.at, now.shift)] });
      return;
    }
    const points = ink.points();
    const ahead = tip.length > 0 ? { ahead: strokeOf(withTip(points, origin, tip)) } : {};
    editor.showDraft({ ...noDraft, created: [strokeOf(points)], ...ahead });
  };

  const take = (pointer: PointerInput) => {
    now = pointer;
    if (snapped !== undefined) return;
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
  };

  const hold = () => {
    const least = leastShape / editor.camera.peek().zoom;
    snapped = heldShape(ink.spots(), least, now.at, shapeId, style);
    if (snapped !== undefined) show();
  };
  const rest = watchRest(start, () => snapped === undefined && anchor === undefined && ink.count >= leastSamples, hold);

  const stopWaiting = () => {
    rest.stop();
    clearTimeout(stopping);
  };

  const commit = () => {
    stopWaiting();
    const drawn = commitInk(editor, empty, ink.points());
    const shape = snapped?.at(now.at, now.shift);
    if (shape !== undefined) {
      editor.board.edit((writer) => {
        for (const each of drawn) writer.remove(each);
        writer.add(asNew(shape));
      });
    }
    editor.showDraft(noDraft);
  };

  void loadShapes();
  ink.push(start);
  show();
  return {
    move(pointer) {
      take(pointer);
      rest.moved(pointer);
      const tip = pointer.shift ? [] : predictor.ahead(pointer.samples, pointer.predicted ?? []);
      show(tip);
      clearTimeout(stopping);
      if (tip.length > 0) stopping = setTimeout(show, stopTime);
    },
    end(pointer) {
      take(pointer);
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
