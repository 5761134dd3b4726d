import { type Element, type ElementId, isBareText, type Patch } from '@gesso/crdt-schema';
import {
  type Box,
  boxOf,
  carryBox,
  center,
  keepsRatio,
  pivotOf,
  resizeElement,
  resizeTurned,
  turn,
  turnedBounds,
  unionAll,
} from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import { selectionFrame } from '../../editor/handles.ts';
import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import { movePatch } from '../../editor/move-patch.ts';
import { snapBox } from '../../editor/snap-box.ts';
import { turnPatch } from '../../editor/turn-patch.ts';

/** What is measured: the left and upper edge and the size of what is selected, board units, and its rotation, degrees clockwise. */
export type Measure = 'x' | 'y' | 'width' | 'height' | 'rotation';

/** A measure as it is. Several that differ have no value; what no handle changes either is fixed. */
export interface Measured {
  readonly value: number | undefined;
  readonly isFixed: boolean;
}

/** Board units: the least side. */
const leastSide = 1;

/** The upright box around elements, without the width of lines and the shadow of notes. */
const around = (elements: readonly Element[]): Box | undefined =>
  unionAll(elements.map((element) => turnedBounds(boxOf(element), element.rotation)));

const degrees = ({ rotation }: Element): number => ((((rotation * 180) / Math.PI) % 360) + 360) % 360;

/** The rotation of all; undefined where they differ. */
function commonRotation(elements: readonly Element[]): number | undefined {
  const [first, ...rest] = elements.map(degrees);
  return rest.every((one) => Math.abs(one - (first ?? 0)) < 0.01) ? first : undefined;
}

/**
 * What elements measure: one by its own sides, several by the box around those that are `seen`, as handles hold them. What is hidden
 * among them goes along.
 */
export function measuresOf(
  elements: readonly Element[],
  seen: readonly Element[] = elements,
): Readonly<Record<Measure, Measured>> | undefined {
  const [only] = elements;
  const box = around(seen);
  if (only === undefined || box === undefined) return undefined;
  const own = elements.length === 1 ? boxOf(only) : box;
  // A line is pulled at its points and has no frame.
  const hasPoints = selectionFrame(elements)?.vertices !== undefined;
  const size = (value: number): Measured => ({ value, isFixed: hasPoints || value === 0 });
  return {
    x: { value: box.x, isFixed: false },
    y: { value: box.y, isFixed: false },
    width: size(own.w),
    height: size(own.h),
    rotation: { value: commonRotation(seen), isFixed: hasPoints },
  };
}

/** Elements that change together, and those of them that are seen, which are measured. */
interface Measurable {
  readonly elements: readonly Element[];
  readonly seen: readonly Element[];
}

/** Patches that give a side of what is selected a length; its upper left corner stays. */
function sized({ elements, seen }: Measurable, side: 'w' | 'h', length: number): ReadonlyMap<ElementId, Patch> {
  const [only] = elements;
  const box = elements.length === 1 && only !== undefined ? boxOf(only) : around(seen);
  if (box === undefined || only === undefined) return new Map();
  const isTurned = elements.length > 1 && elements.some(({ rotation }) => rotation !== 0);
  // The width of a text is where it wraps; its letters stay as large as they are.
  const wraps = elements.length === 1 && isBareText(only) && side === 'w';
  const by = Math.max(leastSide, length) / box[side];
  const ratio = !wraps && (isTurned || elements.some(keepsRatio));
  const to = { ...box, w: box.w * (ratio || side === 'w' ? by : 1), h: box.h * (ratio || side === 'h' ? by : 1) };
  if (elements.length > 1)
    return new Map(elements.map((one) => [one.id, resizeElement(one, snapBox(carryBox(boxOf(one), box, to)))]));
  const way = turn({ x: to.w - box.w, y: to.h - box.h }, { x: 0, y: 0 }, only.rotation);
  const resized = resizeTurned(box, only.rotation, 'se', way);
  return new Map([[only.id, resizeElement(only, snapBox(resized.box))]]);
}

/** Patches that turn what is selected as one thing, or, where it is turned differently, each about its own middle. */
function turned({ elements, seen }: Measurable, angle: number): ReadonlyMap<ElementId, Patch> {
  const common = commonRotation(seen);
  const box = unionAll(seen.map(boxOf));
  return new Map(
    elements.map((one) => {
      const about = common === undefined || box === undefined || elements.length === 1 ? pivotOf(one) : center(box);
      return [one.id, turnPatch(one, about, ((angle - (common ?? degrees(one))) * Math.PI) / 180)];
    }),
  );
}

/** Patches that move what is selected and all that lies in frames among it. */
function moved(
  editor: Editor,
  { elements, seen }: Measurable,
  axis: 'x' | 'y',
  to: number,
): ReadonlyMap<ElementId, Patch> {
  const box = around(seen);
  if (box === undefined) return new Map();
  const by = { x: 0, y: 0, [axis]: to - box[axis] };
  const held = withHeld(editor, elements).filter(({ locked }) => !locked);
  const moving = new Set(held.map(({ id }) => id));
  return new Map(held.map((one) => [one.id, movePatch(one, by, moving)]));
}

/** Gives a measure of elements another value, as one step; changes of one `hold` that follow each other are one together. */
export function setMeasure(
  editor: Editor,
  elements: readonly Element[],
  measure: Measure,
  value: number,
  hold?: object,
): void {
  const of = { elements, seen: seenOf(editor, elements) };
  const before = measuresOf(elements, of.seen)?.[measure];
  if (before === undefined || before.isFixed || before.value === value) return;
  const patches =
    measure === 'rotation'
      ? turned(of, value)
      : measure === 'x' || measure === 'y'
        ? moved(editor, of, measure, value)
        : sized(of, measure === 'width' ? 'w' : 'h', value);
  editor.board.edit((writer) => {
    for (const [id, patch] of patches) writer.patch(id, patch);
  }, hold);
}

/** Digits as Arabic and Persian keyboards type them, from 0 on. */
const digits = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'] as const;

const digitOf = (typed: string): string => String(digits.map((row) => row.indexOf(typed)).find((at) => at >= 0));

/**
 * What was typed as a number, by any keyboard: in the digits of its script, full width, with a comma, a degree or a long minus. Where there
 * are commas and points, the last of them begins the fraction. Undefined where it is none.
 */
export function numberFrom(typed: string): number | undefined {
  const western = typed
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, digitOf)
    .replace(/[\s°٬\u200e\u200f\u061c]/g, '')
    .replace(/٫/g, ',')
    .replace('−', '-');
  const isGrouped = western.includes(',') && western.includes('.');
  const fraction = western.lastIndexOf(',') > western.lastIndexOf('.') ? ',' : '.';
  const plain = (isGrouped ? western.replaceAll(fraction === ',' ? '.' : ',', '') : western).replace(',', '.');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? undefined : value;
}

/** A number as it is shown, without more decimals than say anything. */
export const numberShown = (value: number): string => String(Math.round(value * 100) / 100 || 0);
