import type { Element } from '@gesso/crdt-schema';
import { colorName, nameOf } from '@gesso/drawing';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

const describe = (element: Element): string => {
  const color = 'color' in element ? (colorName(element.color) ?? '') : '';
  const text = 'text' in element ? element.text : 'alt' in element ? (element.alt ?? '') : '';
  return strings.selectedOne(nameOf(element), color, text);
};

/** Says what is selected to those who cannot see it. */
export const Announcer = () => {
  const { editor } = useApp();
  const count = editor.selection.value.size;
  // Only one needs to be looked up: going through a large board for every click would be felt.
  const [id] = editor.selection.value;
  const one = count === 1 && id !== undefined ? editor.board.get(id) : undefined;
  const words = one === undefined ? (count > 1 ? strings.selectedMany(count) : '') : describe(one);
  return (
    <p class="unseen" role="status" data-for="selection">
      {editor.entered.value.length > 0 ? strings.inGroup(words) : words}
    </p>
  );
};
