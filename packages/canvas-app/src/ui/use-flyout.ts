import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { usePressOutside } from './parts/press-outside.ts';
import { moveFocus } from './parts/roving.ts';

interface Flyout {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Closes it and gives the focus back to its opener. */
  readonly close: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * A panel of buttons over the toolbar: the one that matches `first` gets the focus, arrow keys go from one to the next, Escape and a press
 * outside close it. `own` matches the panel, `opener` the button that opened it.
 */
export function useFlyout({ own, first, opener }: Readonly<Record<'own' | 'first' | 'opener', string>>): Flyout {
  const { shell } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  // As it appears: an Escape right after that is its own already.
  useLayoutEffect(() => {
    ref.current?.querySelector<HTMLElement>(first)?.focus();
  }, [first]);
  usePressOutside(`${own}, ${opener}`, shell.closePanel);
  const close = () => {
    shell.closePanel();
    document.querySelector<HTMLElement>(opener)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return moveFocus(event);
    event.stopPropagation();
    return close();
  };
  return { ref, close, onKeyDown };
}
