import { useLayoutEffect } from 'preact/hooks';

/** Calls `leave` for a press anywhere but within what one of the CSS `selectors` matches, as long as the component is shown. */
export function usePressOutside(selectors: string, leave: () => void): void {
  useLayoutEffect(() => {
    const hear = ({ target }: Event) => {
      if (!(target instanceof Element && target.closest(selectors) !== null)) leave();
    };
    document.addEventListener('pointerdown', hear, true);
    return () => document.removeEventListener('pointerdown', hear, true);
  });
}
