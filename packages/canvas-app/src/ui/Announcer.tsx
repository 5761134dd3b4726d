import type { Element } from '@gesso/crdt-schema';
import { listed, nameOf, nameOfColor, quoted } from '../words/name-of.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';

const describe = (element: Element): string => {
  const color = 'color' in element ? (nameOfColor(element.color) ?? '') : '';
  const text = 'text' in element ? element.text : 'alt' in element ? (element.alt ?? '') : '';
  return listed(nameOf(element), color, quoted(text));
};

/** Says what is selected to those who cannot see it. */
export const Announcer = () => {
  const { editor } = useApp();
  const selected = [...editor.selection.value];
  const ids =
    editor.hidden.value.size === 0 ? selected : selected.filter((one) => editor.index.bounds(one) !== undefined);
  const count = ids.length;
  // Only one needs to be looked up: going through a large board for every click would be felt.
  const [id] = ids;
  const one = count === 1 && id !== undefined ? editor.board.get(id) : undefined;
  const words = one === undefined ? (count > 1 ? say('selection.many', { n: count }) : '') : describe(one);
  return (
    <p class="unseen" role="status" data-for="selection">
      {editor.entered.value.length === 0
        ? words
        : words === ''
          ? say('selection.inGroup')
          : say('selection.inGroupOf', { selected: words })}
    </p>
  );
};
