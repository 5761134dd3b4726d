/** The page's side of the service worker. */

/** Path of the worker; the scope is the whole origin. */
export const workerPath = '/sw.js';

/** How long a worker is waited for (ms): one that a browser has stopped is begun for the question. */
const patience = 10_000;

/** What the worker that is in use has of its build; undefined when it does not answer. */
const filesOf = (worker: ServiceWorker): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(undefined), patience);
    worker.postMessage('files', [port2]);
  });

/** How often (ms), and how many times at most, a worker in use is called while a newer one waits for it. */
const call = { every: 1_000, times: 60 };

/**
 * Has a worker that has all its files come into use. Chromium does that as soon as the one before it has nothing to do, but misses it
 * when both come about at the same moment, and looks again only when the next event of that one ends: a message is such an event.
 */
function hasten(registration: ServiceWorkerRegistration): void {
  const { installing: newer } = registration;
  newer?.addEventListener('statechange', () => {
    if (newer.state !== 'installed') return;
    let left = call.times;
    const timer = setInterval(() => {
      left -= 1;
      if (newer.state === 'installed') registration.active?.postMessage('newer');
      if (newer.state !== 'installed' || left === 0) clearInterval(timer);
    }, call.every);
  });
}

/** Whether a page that runs these scripts is of the build of these files. */
export const isOf = (files: unknown, scripts: readonly string[]): boolean =>
  !Array.isArray(files) || scripts.every((path) => files.includes(path));

const scriptsOf = (page: Document): string[] =>
  [...page.querySelectorAll<HTMLScriptElement>('script[type=module][src]')].map(({ src }) => new URL(src).pathname);

/** What is told of the app on this device. */
export interface Registered {
  /** Looks whether the server has a newer build. */
  look(): void;
  /** Tells which pictures a board has: those that the browser still has are kept on this device. */
  notePictures(paths: readonly string[]): void;
  /** Nothing more is told. */
  stop(): void;
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
  /** The build that was told of last: a still newer one is told of as well. */
  let told: unknown;
  const compare = async () => {
    const worker = serviceWorker.controller;
    const scripts = scriptsOf(document);
    const files = worker === null ? undefined : await filesOf(worker);
    if (isOf(files, scripts)) return;
    // A page that comes from the server may be newer than the worker: then it is not kept yet, or is about to be.
    const kept = await Promise.all(scripts.map((path) => caches.match(path)));
    const { installing, waiting, active } = registration;
    // One that has all its files and is not in use yet is compared when it is.
    const isLast = installing === null && waiting === null && active === worker && serviceWorker.controller === worker;
    if (told === String(files) || !isLast || kept.includes(undefined)) return;
    told = String(files);
    onNewer();
  };
  const onChange = () => void compare();
  const onFound = () => hasten(registration);
  serviceWorker.addEventListener('controllerchange', onChange);
  registration.addEventListener('updatefound', onFound);
  onFound();
  void compare();
  return {
    look: () => void registration.update().catch(() => undefined),
    stop() {
      serviceWorker.removeEventListener('controllerchange', onChange);
      registration.removeEventListener('updatefound', onFound);
    },
    notePictures: (paths) => void serviceWorker.ready.then(({ active }) => active?.postMessage(paths)),
  };
}
