import { isComposing } from './composing.ts';
import { pressAgain } from './press-again.ts';
import { takesLetters } from './takes-letters.ts';

/** Letters, one code point each, and what else is meant for what is on its way. Tab, for one, leads elsewhere and is not. */
const kept = /^(?:.|Enter|Backspace|Arrow(?:Up|Down|Left|Right)|Home|End)$/u;

/** Keys that are kept for a part of the interface which is on its way. */
export interface HeldKeys {
  /** It is there and has the keyboard: presses them again, in their order. */
  release(): void;
  /** It will not come, or is not wanted any more. */
  drop(): void;
}

/** Keeps what is pressed from now on for a part of the interface that was asked for and has not come. `onEscape`: it is not wanted any more. */
export function holdKeys(onEscape: () => void): HeldKeys {
  const held: KeyboardEvent[] = [];
  const asked = document.activeElement;
  const drop = () => window.removeEventListener('keydown', hear, { capture: true });
  const hear = (event: KeyboardEvent) => {
    // Those that are pressed again are the page's own.
    if (!event.isTrusted || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    // A person who has gone to type elsewhere meanwhile types there.
    if (event.target !== asked && takesLetters(event.target)) return;
    if (event.key === 'Escape') onEscape();
    else if (kept.test(event.key)) held.push(event);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', hear, { capture: true });
  return {
    drop,
    async release() {
      for (const key of held) {
        pressAgain(key);
        // What a key changes is shown in the next microtask, and the next key may ask for that.
        await null;
      }
      drop();
    },
  };
}
