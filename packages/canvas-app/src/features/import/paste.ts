import { inField } from '../../input/clipboard.ts';
import type { Stop } from '../feature.ts';

/** What Excalidraw's own copies begin with. */
const copied = /^\s*\{\s*"type"\s*:\s*"excalidraw(?:lib|\/clipboard)?"/;

/** Hears what was copied in Excalidraw, which is text, before the board does. Returns its stop. */
export function hearPastes(take: (files: readonly File[]) => void): Stop {
  const hear = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (inField(event.target) || !copied.test(text)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take([new File([text], 'Excalidraw')]);
  };
  window.addEventListener('paste', hear, { capture: true });
  return () => window.removeEventListener('paste', hear, { capture: true });
}
