import { type Element, type StyleName, stylesOf } from '@gesso/crdt-schema';
import type { CommandContext } from '../../commands/command.ts';
import { stylePatch } from '../../editor/apply-style.ts';
import { seenOf } from '../../editor/hiding.ts';
import type { Style } from '../../editor/style.ts';
import { say } from '../../words/later.ts';
import type { Chosen } from './chosen.ts';

/** What stays with an element when another's style is given to it: what it is, and not what it looks like. */
const isOwn = (name: StyleName): boolean => name === 'form';

let copied: Partial<Style> | undefined;

const styleOf = (element: Element): Partial<Style> =>
  Object.fromEntries(
    stylesOf(element.kind).flatMap((name) => {
      const value = (element as Partial<Style>)[name];
      return isOwn(name) || value === undefined ? [] : [[name, value]];
    }),
  );

/** Keeps the style of the first element that is chosen and seen, for as long as the page is open. */
export function copyStyle({ editor, elements }: Chosen): void {
  const [first] = seenOf(editor, elements);
  if (first) copied = styleOf(first);
}

/** Gives the style that was copied to all that is chosen and seen, as far as each has it; says so where none was copied. */
export function pasteStyle({ editor, elements }: Chosen, shell: Pick<CommandContext['shell'], 'tell'>): void {
  if (copied === undefined) {
    shell.tell(say('arrange.noStyle'), 'error');
    return;
  }
  const style = copied;
  editor.board.edit((writer) => {
    for (const element of seenOf(editor, elements))
      if (!element.locked) writer.patch(element.id, stylePatch(element, style));
  });
}
