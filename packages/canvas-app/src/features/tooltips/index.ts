import type { Feature } from '../feature.ts';

/** Has the tooltips fetched when the pointer or the focus first comes to what has one. */
function whenWanted(): () => void {
  const abort = new AbortController();
  let stop: (() => void) | undefined;
  const fetch = ({ target }: Event) => {
    if (!(target instanceof Element) || target.closest('[title]') === null) return;
    abort.abort();
    // Where they cannot be had, the browser shows its own.
    import('./tooltips.ts').then(
      ({ showTooltips }) => {
        stop = showTooltips(document, target);
      },
      () => undefined,
    );
  };
  document.addEventListener('pointerover', fetch, { signal: abort.signal });
  document.addEventListener('focusin', fetch, { signal: abort.signal });
  return () => {
    abort.abort();
    stop?.();
  };
}

/** What a control is called and its key, soon after the pointer or the keyboard has come to it. */
export const tooltips: Feature = { start: whenWanted };
