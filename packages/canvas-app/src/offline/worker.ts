/** The service worker: lets the app begin without a server. It is built as `/sw.js`, last, so that it knows all files of the build. */
import { files, version } from 'offline:build';
import { appShell } from './shell.ts';
import type { WorkerScope } from './worker-scope.ts';

const scope = self as unknown as WorkerScope;
const shell = appShell(scope, { version, files });

scope.addEventListener('install', (event) => {
  // It only hands out files, those of older builds too: no page has to be closed for it, and none is touched.
  event.waitUntil(shell.install().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => event.waitUntil(shell.activate()));
scope.addEventListener('fetch', shell.answer);
scope.addEventListener('message', (event) => {
  if (event.data !== 'files') return;
  event.ports[0]?.postMessage(files);
  // A page has begun: the one before it may have been the last of an older build.
  event.waitUntil(shell.tidy());
});
