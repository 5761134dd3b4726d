import type { Element, ElementId } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import type { Here } from './here.ts';
import { isMermaid } from './mermaid-text.ts';

/** What Excalidraw's own copies begin with. */
const copied = /^\s*\{\s*"type"\s*:\s*"excalidraw(?:lib|\/clipboard)?"/;
/** A drawing in the source of a page, from its first element to its last. */
const svg = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<svg[\s>][\s\S]*<\/svg>\s*$/;

/** What is written on an element. */
const wordsOf = (element: Element | undefined): string => (element && 'text' in element ? element.text : '');

type Take = (files: readonly File[]) => void;

/** A text that is a drawing, as a file; undefined for words. */
function drawingIn(text: string): File | undefined {
  if (copied.test(text)) return new File([text], 'Excalidraw');
  if (svg.test(text)) return new File([text], 'SVG', { type: 'image/svg+xml' });
  return isMermaid(text) ? new File([text], 'Mermaid') : undefined;
}

/** Puts a pasted text on the board where it is a drawing. Returns whether it is one. */
export function readPasted(text: string, take: Take): boolean {
  const drawing = drawingIn(text);
  if (drawing !== undefined) take([drawing]);
  return drawing !== undefined;
}

/** Characters of pasted text that are looked at. */
const mostRead = 200_000;

const listLine = /^(?<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+\S/;
const headingLine = /^#{1,6}[ \t]+\S/;

/** Whether all lines have one sign as often, and often enough that they are no sentences with a comma. */
function isRows(lines: readonly string[]): boolean {
  return [',', ';', '|'].some((sign) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length);
    const [first = 0] = counts;
    return first + lines.length >= 5 && first > 1 && counts.every((count) => count === first);
  });
}

/** What lines may be besides words, and what a file of that ends in. */
export function otherFormOf(
  text: string,
): { readonly as: 'notes' | 'mindMap' | 'table'; readonly name: string } | undefined {
  if (text.length > mostRead) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return undefined;
  const items = lines.map((line) => listLine.exec(line));
  const isList = lines.every((line, i) => items[i] !== null || headingLine.test(line));
  if (!isList) return isRows(lines) ? { as: 'table', name: 'Table.csv' } : undefined;
  const isFlat = items.every((item) => item !== null && item.groups?.['indent'] === items[0]?.groups?.['indent']);
  return { as: isFlat ? 'notes' : 'mindMap', name: 'List.md' };
}

/** Words that were pasted, and the elements they are in. */
interface Words {
  readonly text: string;
  readonly ids: ReadonlySet<ElementId>;
}

/** Offers to make of lines that were pasted as words what they may be as well. What was written on them since stays. */
export function offer({ editor, shell, byHand }: Here, { text, ids }: Words, take: Take): void {
  const other = otherFormOf(text);
  if (other === undefined) return;
  const wordsNow = () => [...ids].map((id) => wordsOf(editor.board.get(id)));
  const pasted = wordsNow().join();
  const run = () => {
    if (!editor.canEdit.peek()) return;
    byHand(() =>
      editor.board.edit((writer) => {
        if (wordsNow().join() === pasted) for (const id of ids) writer.remove(id);
      }),
    );
    take([new File([text], other.name)]);
  };
  shell.tell(say('importing.asWords'), 'info', { label: say(`importing.as.${other.as}`), run });
}
