/** The workers that are started on demand: apart, so that only what starts them fetches their addresses. */

/** Starts a worker that paints part of an exported picture. */
export const newPngWorker = (): Worker =>
  new Worker(new URL('../features/export/png-worker.ts', import.meta.url), { type: 'module', name: 'png' });

/** Starts a worker that reads a file with a board in it. */
export const newImportWorker = (): Worker =>
  new Worker(new URL('../features/import/read-worker.ts', import.meta.url), { type: 'module', name: 'import' });

/** Starts a worker that reads a PDF. */
export const newPdfWorker = (): Worker =>
  new Worker(new URL('../features/import/pdf-worker.ts', import.meta.url), { type: 'module', name: 'pdf' });
