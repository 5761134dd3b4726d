import { type Element, type ElementId, type Patch, snap } from '@gesso/crdt-schema';
import { type Box, boxAround, selectionCorners, type Vec } from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import { movePatch } from '../../editor/move-patch.ts';
import type { Chosen } from './chosen.ts';
import type { Joint } from './places.ts';

/** What is arranged as one thing: an element, or a whole group. */
export interface Unit {
  readonly elements: readonly Element[];
  /** What the edges of those that are seen cover, without the width of their lines, board units. */
  readonly box: Box;
}

/** Whether an arrow is tied at an end: it is where its shapes are, and not where it is put. */
const isTied = (element: Element): boolean => 'start' in element && (element.start ?? element.end) !== undefined;

/**
 * The units among elements, in their order. Groups stay together as a press selects them, and arrows that are tied to anything
 * follow it and are no unit, unless nothing else is there. What is hidden goes along with what is seen of its group.
 */
export function unitsOf(editor: Pick<Editor, 'innerGroups' | 'index'>, elements: readonly Element[]): readonly Unit[] {
  const loose = elements.filter((element) => !isTied(element));
  const units = new Map<string, Element[]>();
  for (const element of loose.length > 0 ? loose : elements) {
    const key = editor.innerGroups(element).at(-1) ?? element.id;
    const unit = units.get(key);
    if (unit) unit.push(element);
    else units.set(key, [element]);
  }
  return [...units.values()].flatMap((members) => {
    const box = boxAround(seenOf(editor, members).flatMap(selectionCorners));
    return box === undefined ? [] : [{ elements: members, box }];
  });
}

/** The units of what is chosen and not locked. */
export const chosenUnits = ({ editor, elements }: Chosen): readonly Unit[] =>
  unitsOf(
    editor,
    elements.filter(({ locked }) => !locked),
  );

/** The pairs of units that arrows join, each arrow for itself. What lies in a frame is of its unit. */
export function jointsOf(editor: Editor, units: readonly Unit[]): readonly Joint[] {
  const unitOf = new Map(
    units.flatMap(({ elements }, i) => withHeld(editor, elements).map(({ id }) => [id, i] as const)),
  );
  return [...unitOf].flatMap(([id, from]) =>
    [...editor.board.dependents(id)].flatMap((arrowId): Joint[] => {
      const arrow = editor.board.get(arrowId);
      const end = arrow !== undefined && 'end' in arrow && arrow.start?.element === id ? arrow.end : undefined;
      const to = end && unitOf.get(end.element);
      return to === undefined || to === from ? [] : [[from, to]];
    }),
  );
}

/** Moves each unit by its way, board units, as one step; what lies in frames goes with them. */
export function moveUnits(editor: Editor, units: readonly Unit[], wayOf: (unit: Unit) => Vec): void {
  const patches = new Map<ElementId, Patch>();
  for (const unit of units) {
    const by = wayOf(unit);
    if (snap(by.x) === 0 && snap(by.y) === 0) continue;
    const held = withHeld(editor, unit.elements).filter(({ locked }) => !locked);
    const moving = new Set(held.map(({ id }) => id));
    for (const element of held) patches.set(element.id, movePatch(element, by, moving));
  }
  if (patches.size === 0) return;
  editor.board.edit((writer) => {
    for (const [id, patch] of patches) writer.patch(id, patch);
  });
}
