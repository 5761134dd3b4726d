import type { Camera } from '../../editor/camera.ts';
import type { App } from '../../ui/app-context.ts';

/** A pointer that comes down or is lifted, what was seen then, and whether a press meant what is there and made nothing. */
export type Press = readonly [event: PointerEvent, camera: Camera, isLooking: boolean];

/** Hears where pointers come down and are lifted, before the board does. Returns its stop. */
export function hearPresses({ editor }: App, hear: (press: Press) => void): () => void {
  const abort = new AbortController();
  for (const type of ['pointerdown', 'pointerup'] as const)
    window.addEventListener(
      type,
      (event) => {
        const isLooking = ['select', 'hand'].includes(editor.tool.peek()) && editor.editing.peek() === undefined;
        hear([event, editor.camera.peek(), isLooking]);
      },
      { signal: abort.signal, capture: true },
    );
  return () => abort.abort();
}
