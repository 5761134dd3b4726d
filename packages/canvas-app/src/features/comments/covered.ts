import { type ReadonlySignal, signal } from '@preact/signals-core';
import { onSeen } from '../../ui/on-seen.ts';
import type { Stop } from '../feature.ts';

/** What is seen of the page, as far as it is asked about. */
type Seen = Pick<VisualViewport, 'offsetTop' | 'height' | 'scale'>;

/** CSS pixels at the lower edge of a page that its keyboard covers. Where a person looks closer at the page, none: it is no keyboard then. */
export const coveredOf = (height: number, seen: Seen | null): number =>
  seen === null || Math.abs(seen.scale - 1) > 0.01 ? 0 : Math.max(0, Math.round(height - seen.offsetTop - seen.height));

const now = signal(0);

/** CSS pixels that the keyboard of a phone covers. Most make the page smaller instead; those of iPhones lie over it. */
export const covered: ReadonlySignal<number> = now;

/** Follows the keyboard, and tells the styles by `--covered`. Returns its stop. */
export function followKeyboard(): Stop {
  const { documentElement: root } = document;
  const look = () => {
    now.value = coveredOf(root.clientHeight, window.visualViewport);
    root.style.setProperty('--covered', `${now.peek()}px`);
  };
  look();
  const stop = onSeen(look);
  // The page is moved up under the keyboard without becoming smaller.
  window.visualViewport?.addEventListener('scroll', look);
  return () => {
    stop();
    window.visualViewport?.removeEventListener('scroll', look);
    root.style.removeProperty('--covered');
  };
}
