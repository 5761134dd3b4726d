import { isSmall } from '../../editor/camera.ts';
import type { Room } from '../../editor/caret.ts';
import type { App } from '../../ui/app-context.ts';
import { freeArea } from '../../ui/window-shape.ts';

/** CSS pixels that the panel of comments takes at its side, as its style says. */
const panelWidth = 372;

/** The part of the canvas that is free for cards: what islands and the panel of comments leave. Reads signals. */
export function roomFor({ editor, shell }: Pick<App, 'editor' | 'shell'>): Room {
  const viewport = editor.viewport.value;
  const free = freeArea(viewport);
  if (shell.panel.value !== 'comments' || isSmall(viewport)) return free;
  const isMirrored = document.documentElement.dir === 'rtl';
  return isMirrored ? { ...free, left: free.left + panelWidth } : { ...free, right: free.right - panelWidth };
}
