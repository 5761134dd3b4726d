import { askEarly } from './network/early.ts';
import './ui/app.css';

/** The first that runs: asks for what takes longest and then fetches the app. */
const early = askEarly(window);
// Not awaited: the app shares modules with this file, which has to have ended before the app can begin.
void import('./main.tsx').then(({ start }) => {
  const host = document.getElementById('app');
  if (host !== null) start(host, early);
});
