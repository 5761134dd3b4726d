/** The workers there are. The build finds them by these addresses, and the page may start no others. */

/** Starts the worker that paints tiles. */
export const newTileWorker = (): Worker =>
  new Worker(new URL('../render/worker/tile-worker.ts', import.meta.url), { type: 'module', name: 'tiles' });

/** Starts a worker that paints part of an exported picture. */
export const newPngWorker = (): Worker =>
  new Worker(new URL('../features/export/png-worker.ts', import.meta.url), { type: 'module', name: 'png' });

/** Starts a worker that reads a file with a board in it. */
export const newImportWorker = (): Worker =>
  new Worker(new URL('../features/import/read-worker.ts', import.meta.url), { type: 'module', name: 'import' });
