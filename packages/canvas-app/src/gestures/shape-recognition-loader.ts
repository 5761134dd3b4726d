import type { snapped } from './recognized-shape.ts';

/** What knows shapes is loaded with the first stroke: nobody holds ink still before, and everybody waits for the page. */

let known: typeof snapped | undefined;

/** Resolves when it is known what shapes are: false without a network, where ink stays ink. */
export const loadShapes = async (): Promise<boolean> => {
  try {
    known ??= (await import('./recognized-shape.ts')).snapped;
    return true;
  } catch {
    // Asked for again with the next stroke.
    return false;
  }
};

export const knowsShapes = (): boolean => known !== undefined;

/** As `snapped`, or undefined while it is not there. */
export const heldShape: typeof snapped = (...ink) => known?.(...ink);
