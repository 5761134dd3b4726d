/** The page's side of the service worker. */

/** Path of the worker; the scope is the whole origin. */
export const workerPath = '/sw.js';

/** What the worker that is in use has of its build. */
const filesOf = (worker: ServiceWorker): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage('files', [port2]);
  });

/** Whether a page that runs these scripts is of the build of these files. */
export const isOf = (files: unknown, scripts: readonly string[]): boolean =>
  !Array.isArray(files) || scripts.every((path) => files.includes(path));

const scriptsOf = (page: Document): string[] =>
  [...page.querySelectorAll<HTMLScriptElement>('script[type=module][src]')].map(({ src }) => new URL(src).pathname);

/** What is told of the app on this device. */
export interface Registered {
  /** Looks whether the server has a newer build. */
  look(): void;
}

/**
 * Has the browser keep the app on this device, for the next page and for what this one fetches later. `onNewer` is called when a newer
 * build than that of this page is ready. Undefined where the browser has no such workers: outside of https and this computer, and in
 * some private windows.
 */
export async function keepApp(onNewer: () => void): Promise<Registered | undefined> {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return undefined;
  const registration = await serviceWorker.register(workerPath, { updateViaCache: 'none' });
  let told = false;
  const compare = async () => {
    const worker = serviceWorker.controller;
    const scripts = scriptsOf(document);
    if (worker === null || isOf(await filesOf(worker), scripts)) return;
    // A page that comes from the server may be newer than the worker: then it is not kept yet, or is about to be.
    const kept = await Promise.all(scripts.map((path) => caches.match(path)));
    if (told || registration.installing !== null || kept.includes(undefined)) return;
    told = true;
    onNewer();
  };
  serviceWorker.addEventListener('controllerchange', () => void compare());
  void compare();
  return { look: () => void registration.update().catch(() => undefined) };
}
