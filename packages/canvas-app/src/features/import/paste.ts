import { inField } from '../../input/clipboard.ts';
import type { Stop } from '../feature.ts';
import { isMermaid } from './mermaid-text.ts';

/** What Excalidraw's own copies begin with. */
const copied = /^\s*\{\s*"type"\s*:\s*"excalidraw(?:lib|\/clipboard)?"/;

/** What a text is called that is read as a file; undefined for words. */
const nameOf = (text: string): string | undefined =>
  copied.test(text) ? 'Excalidraw' : isMermaid(text) ? 'Mermaid' : undefined;

/** Hears text that is a drawing, as what was copied in Excalidraw and diagrams of Mermaid, before the board does. Returns its stop. */
export function hearPastes(take: (files: readonly File[]) => void): Stop {
  const hear = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const name = nameOf(text);
    if (inField(event.target) || name === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take([new File([text], name)]);
  };
  window.addEventListener('paste', hear, { capture: true });
  return () => window.removeEventListener('paste', hear, { capture: true });
}
