import type { PointerInput } from '../editor/pointer.ts';
import { knowsShapes, loadShapes } from './shape-recognition-loader.ts';

/** Ink held as still as this (CSS px) for as long as this (ms) becomes the shape it looks like. */
const holdSlop = 3;
const holdTime = 500;

/** Calls `held` when the pen has rested and what it drew may be a shape. */
export function watchRest(start: PointerInput, mayHold: () => boolean, held: () => void) {
  let stillAt = start.screen;
  let holding: ReturnType<typeof setTimeout> | undefined;
  const hold = () => {
    if (!mayHold()) return;
    if (knowsShapes()) return held();
    // A first stroke may be held before the page knows shapes.
    const timer = holding;
    void loadShapes().then((loaded) => {
      if (loaded && holding === timer) hold();
    });
  };
  return {
    moved({ screen }: PointerInput) {
      const moved = Math.hypot(screen.x - stillAt.x, screen.y - stillAt.y) >= holdSlop;
      if (!moved && holding !== undefined) return;
      stillAt = screen;
      clearTimeout(holding);
      holding = setTimeout(hold, holdTime);
    },
    stop() {
      clearTimeout(holding);
      holding = undefined;
    },
  };
}
