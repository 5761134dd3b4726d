import type { Pointing } from './pointing.ts';
import { takesLetters } from './takes-letters.ts';

/** Whether Space does something to what has the focus: it types, presses or switches. */
const takesSpace = (node: EventTarget | null): boolean =>
  takesLetters(node) ||
  (node instanceof HTMLElement && node.matches('button,summary,input:not([type=range]),[role=button]'));

/** While Space is held, a press moves the paper. */
export function onSpace(p: Pointing, event: KeyboardEvent): void {
  if (event.code !== 'Space') return;
  // Let go anywhere, it is held no more.
  const held = event.type === 'keydown';
  if (takesSpace(event.target) && (held || !p.spaceHeld)) return;
  event.preventDefault();
  p.spaceHeld = held;
  if (p.activity === undefined) p.surface.style.cursor = held ? 'grab' : '';
}
