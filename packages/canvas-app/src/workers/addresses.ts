/** The worker that a page starts at once. The build finds workers by their addresses, and the page may start no others. */

/** Starts the worker that paints tiles. */
export const newTileWorker = (): Worker =>
  new Worker(new URL('../render/worker/tile-worker.ts', import.meta.url), { type: 'module', name: 'tiles' });
