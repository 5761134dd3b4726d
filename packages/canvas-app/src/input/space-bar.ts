import type { Pointing } from './pointing.ts';
import { takesLetters } from './takes-letters.ts';

const typingIn = (node: EventTarget | null): boolean =>
  takesLetters(node) || (node instanceof HTMLElement && node.matches('button,[type=checkbox],[role=button]'));

/** While Space is held, a press moves the paper. */
export function onSpace(p: Pointing, event: KeyboardEvent): void {
  if (event.code !== 'Space') return;
  // Let go anywhere, it is held no more.
  const held = event.type === 'keydown';
  if (typingIn(event.target) && (held || !p.spaceHeld)) return;
  event.preventDefault();
  p.spaceHeld = held;
  if (p.activity === undefined) p.surface.style.cursor = held ? 'grab' : '';
}
