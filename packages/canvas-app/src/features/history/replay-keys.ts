import { isComposing } from '../../input/composing.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import type { Stop } from '../feature.ts';
import { markBeside, type TimeMark } from './marks-in-time.ts';
import type { Player } from './player.ts';

/** What keys do to a film while it is shown: forward and back as one reads. */
function deedOf(
  player: Player,
  marks: readonly TimeMark[],
  { key, shiftKey }: KeyboardEvent,
): (() => void) | undefined {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const beside = (by: 1 | -1) => {
    const end = by < 0 ? 0 : Number.POSITIVE_INFINITY;
    return () => player.show(markBeside(marks, player.position.peek(), by)?.position ?? end);
  };
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const by = key === forward ? 1 : -1;
    return shiftKey ? beside(by) : () => player.show(player.position.peek() + by);
  }
  const deeds: Readonly<Record<string, () => void>> = {
    ' ': () => (player.playing.peek() ? player.pause() : player.play()),
    ArrowUp: player.faster,
    ArrowDown: player.slower,
    PageUp: beside(-1),
    PageDown: beside(1),
    Home: () => player.show(0),
    End: () => player.show(Number.POSITIVE_INFINITY),
  };
  return Object.hasOwn(deeds, key) ? deeds[key] : undefined;
}

/** Space and arrows move the film, wherever the focus is but in a field or a list; a button is still pressed by Space. */
export function hearReplayKeys(player: Player, marks: readonly TimeMark[]): Stop {
  const abort = new AbortController();
  const onKey = (event: KeyboardEvent) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || isComposing(event)) return;
    const isField = target instanceof HTMLInputElement && target.type === 'range' ? false : takesLetters(target);
    if (isField || target instanceof HTMLSelectElement) return;
    if (key === ' ' && target instanceof HTMLButtonElement) return;
    const deed = deedOf(player, marks, event);
    if (deed === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
  window.addEventListener('keydown', onKey, { capture: true, signal: abort.signal });
  return () => abort.abort();
}
