/** The first that runs: asks for what takes longest, and then has the app fetched and started. */
import { prefetch } from './network/prefetch.ts';
import './ui/app.css';

const prefetched = prefetch(window);

// Not awaited: the app shares modules with this file, which has to have ended before the app can begin.
void import('./main.tsx').then(({ begin }) => {
  const host = document.getElementById('app');
  if (host === null) return;
  document.getElementById('unready')?.remove();
  begin(host, prefetched);
});
