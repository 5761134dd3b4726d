import type { Element } from '@gesso/crdt-schema';
import type { Chosen } from './chosen.ts';

/** Elements are alike by their kind and, where they have one, their form. */
const likeness = (element: Element): string => `${element.kind} ${'form' in element ? element.form : ''}`;

/** Whether a press selects an element alone: it is neither locked, nor elsewhere than in the group that is entered, nor one of a group. */
const isAlone = ({ editor }: Chosen, element: Element): boolean =>
  !element.locked && editor.isWithin(element) && editor.innerGroups(element).length === 0;

/** Selects all elements that are like one of those chosen, besides these. Groups are left alone, as they are of no kind. */
export function selectAlike(chosen: Chosen): void {
  const { editor, elements } = chosen;
  const wanted = new Set(elements.map(likeness));
  const alike = editor.board.all().filter((element) => wanted.has(likeness(element)) && isAlone(chosen, element));
  editor.setTool('select');
  editor.select([...elements, ...alike].map(({ id }) => id));
}

/** Selects all that is not chosen and not locked, in the group that is entered or on the board. */
export function selectOthers({ editor, elements }: Chosen): void {
  const ids = new Set(elements.map(({ id }) => id));
  const others = editor.board.all().filter((element) => {
    return !ids.has(element.id) && !element.locked && editor.isWithin(element);
  });
  editor.setTool('select');
  editor.select(others.map(({ id }) => id));
}
