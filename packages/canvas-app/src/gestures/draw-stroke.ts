import { exponentFor, newElementId, type Points, quantise, snap, splitPoints } from '@gesso/crdt-schema';
import { asNew, makeStroke } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput, Sample } from '../editor/pointer.ts';
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

/** What a pen says that measures nothing. */
const unmeasured = 128;

/**
 * Ink as it is captured, relative to its origin. Many pens say 0 when they come down or leave: such a sample takes the
 * pressure of its neighbour, the one before it or else the first that has any.
 */
const captureInk = (origin: { readonly x: number; readonly y: number }) => {
  const xy: number[] = [];
  /** 0–255 */
  const pressure: number[] = [];
  let measured = false;
  let known = false;
  return {
    get count() {
      return pressure.length;
    },
    push(sample: Sample) {
      const x = sample.at.x - origin.x;
      const y = sample.at.y - origin.y;
      if (xy.length > 0 && xy.at(-2) === x && xy.at(-1) === y) return;
      if (sample.pressure !== undefined) {
        const force = Math.round(sample.pressure * 255);
        measured ||= force !== unmeasured;
        if (!known) pressure.fill(force);
        known = true;
        pressure.push(force);
      } else pressure.push(pressure.at(-1) ?? unmeasured);
      xy.push(x, y);
    },
    /** Forgets all but the first `count` samples. */
    keep(count: number) {
      xy.length = count * 2;
      pressure.length = count;
    },
    /** The last one, on the board. */
    last: () => ({ x: origin.x + (xy.at(-2) ?? 0), y: origin.y + (xy.at(-1) ?? 0) }),
    points(): Points {
      return {
        xy: new Float32Array(xy),
        ...(measured ? { pressure: new Uint8Array(pressure) } : {}),
      };
    },
  };
};

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
  let stillAt = start.screen;
  let holding: ReturnType<typeof setTimeout> | undefined;
  let stopping: ReturnType<typeof setTimeout> | undefined;

  /** Made once: every move makes two of it. */
  const empty = makeStroke(id, origin, { xy: new Float32Array() }, style);
  const strokeOf = (points: Points) => ({ ...empty, points });

  const withTip = ({ xy, pressure }: Points, tip: readonly Sample[]): Points => {
    const longer = new Float32Array(xy.length + 2 * tip.length);
    longer.set(xy);
    longer.set(
      tip.flatMap(({ at }) => [at.x - origin.x, at.y - origin.y]),
      xy.length,
    );
    if (pressure === undefined) return { xy: longer };
    const pressed = new Uint8Array(longer.length / 2).fill(pressure.at(-1) ?? unmeasured);
    pressed.set(pressure);
    return { xy: longer, pressure: pressed };
  };

  const show = (tip: readonly Sample[] = []) => {
    if (snapped !== undefined) {
      editor.showDraft({ ...noDraft, created: [snapped.at(now.at, now.shift)] });
      return;
    }
    const points = ink.points();
    const ahead = tip.length > 0 ? { ahead: strokeOf(withTip(points, tip)) } : {};
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
    if (snapped !== undefined || anchor !== undefined || ink.count < leastSamples) return;
    // A first stroke may be held before the page knows shapes.
    if (!knowsShapes()) {
      const timer = holding;
      void loadShapes().then((loaded) => {
        if (loaded && holding === timer) hold();
      });
      return;
    }
    const { xy } = ink.points();
    const spots = Array.from({ length: ink.count }, (_, i) => ({
      x: origin.x + (xy[2 * i] ?? 0),
      y: origin.y + (xy[2 * i + 1] ?? 0),
    }));
    snapped = heldShape(spots, leastShape / editor.camera.peek().zoom, now.at, shapeId, style);
    if (snapped !== undefined) show();
  };

  const waitForHold = (pointer: PointerInput) => {
    const moved = Math.hypot(pointer.screen.x - stillAt.x, pointer.screen.y - stillAt.y) >= holdSlop;
    if (!moved && holding !== undefined) return;
    stillAt = pointer.screen;
    clearTimeout(holding);
    holding = setTimeout(hold, holdTime);
  };

  const stopWaiting = () => {
    clearTimeout(holding);
    holding = undefined;
    clearTimeout(stopping);
  };

  const commitInk = () => {
    const e = exponentFor(editor.camera.peek().zoom);
    const parts = splitPoints(ink.points()).map((part) => quantise(part, { e }));
    const groups = parts.length > 1 ? [newElementId()] : [];
    return editor.board.edit((writer) =>
      writer.addAll(
        parts.map((part, i) => ({ ...asNew({ ...strokeOf(part), id: i === 0 ? id : newElementId() }), groups })),
      ),
    );
  };

  const commit = () => {
    stopWaiting();
    const drawn = commitInk();
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
      waitForHold(pointer);
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
