/** The service worker: lets the app begin without a server. It is built as `/sw.js`, last, so that it knows all files of the build. */
import { files, first, version } from 'offline:build';
import { isPicture, keepPictures } from './kept-pictures.ts';
import { appShell } from './shell.ts';
import type { WorkerScope } from './worker-scope.ts';

const scope = self as unknown as WorkerScope;
const shell = appShell(scope, { version, files, first });
const pictures = keepPictures(scope);

scope.addEventListener('install', (event) => {
  // Without them the worker is asked, which it answers alike.
  event.addRoutes?.(shell.routes).catch(() => undefined);
  // It only hands out files, those of older builds too: no page has to be closed for it, and none is touched.
  event.waitUntil(shell.install().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => event.waitUntil(shell.activate()));
scope.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === 'GET' && origin === scope.location.origin && isPicture(pathname))
    event.respondWith(pictures.answer(event, pathname));
  else shell.answer(event);
});
scope.addEventListener('message', (event) => {
  if (Array.isArray(event.data)) event.waitUntil(pictures.note(event.data.map(String)));
  if (event.data !== 'files') return;
  event.ports[0]?.postMessage(files);
  // A page has begun: the one before it may have been the last of an older build.
  event.waitUntil(shell.tidy());
});
