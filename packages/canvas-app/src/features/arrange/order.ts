import type { Element } from '@gesso/crdt-schema';
import { boundsOf, intersects, unionAll } from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import type { Chosen } from './chosen.ts';

/** Where elements go in the painting order: to its end, or past one that they are painted over or under. */
export type Place = 'front' | 'back' | 'forward' | 'backward';

/** Puts elements, their own order kept, between two neighbors in the painting order. */
function placeBetween(editor: Editor, elements: readonly Element[], below?: string, above?: string): void {
  const keys = editor.board.orderBetween(below, above, elements.length);
  editor.board.edit((writer) => {
    elements.forEach(({ id }, i) => {
      const z = keys[i];
      if (z !== undefined) writer.patch(id, { z });
    });
  });
}

/**
 * One step in the painting order that can be seen: past the next element that overlaps what is moved, or past the next of all when none
 * does. `rest`: everything that stays where it is, bottom first.
 */
function stepBy(editor: Editor, mine: readonly Element[], rest: readonly Element[], step: 1 | -1): void {
  const edge = step > 0 ? mine.at(-1) : mine[0];
  const box = unionAll(mine.map(boundsOf));
  if (edge === undefined || box === undefined) return;
  const over = (element: Element): boolean => intersects(boundsOf(element), box);
  const above = rest.findIndex(({ z }) => z > edge.z);
  const gap = above < 0 ? rest.length : above;
  const seen =
    step > 0
      ? rest.findIndex((element, i) => i >= gap && over(element))
      : rest.slice(0, gap).map(over).lastIndexOf(true);
  const passed = seen < 0 ? (step > 0 ? gap : gap - 1) : seen;
  if (passed < 0 || passed >= rest.length) return;
  const at = step > 0 ? passed + 1 : passed;
  placeBetween(editor, mine, rest[at - 1]?.z, rest[at]?.z);
}

/** Puts what is chosen and not locked elsewhere in the painting order, as one step. */
export function order({ editor, elements }: Chosen, place: Place): void {
  const mine = elements.filter(({ locked }) => !locked);
  const moved = new Set(mine.map(({ id }) => id));
  const rest = editor.board.all().filter(({ id }) => !moved.has(id));
  if (place === 'front') placeBetween(editor, mine, rest.at(-1)?.z, undefined);
  else if (place === 'back') placeBetween(editor, mine, undefined, rest[0]?.z);
  else stepBy(editor, mine, rest, place === 'forward' ? 1 : -1);
}
