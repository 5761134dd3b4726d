import { useEffect } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** Has a person told once that their fingers no longer draw, when a pen is seen first. */
export const useWordOfPen = (): void => {
  const app = useApp();
  const mode = app.editor.penMode.value;
  useEffect(() => {
    // Without its words, the next time a pen is seen.
    if (mode === 'alone') import('./word-of-pen.ts').then(({ tellOfPen }) => tellOfPen(app)).catch(() => undefined);
  }, [mode, app]);
};
