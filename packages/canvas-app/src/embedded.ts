import { prefetchEmbedded } from './network/embedded.ts';
import type { Prefetched } from './network/prefetch.ts';
import './embedded.css';

/** Where this tab remembers; undefined where the browser forbids it to pages in frames of other sites. */
const storageOfTab = (): Storage | undefined => {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
};

/** Marks the page as one in a frame of another site, which shows the board and little else, and asks for what it needs. */
export function beginEmbedded(): Prefetched {
  document.documentElement.dataset['embedded'] = '';
  const { location, WebSocket } = window;
  return prefetchEmbedded({ location, WebSocket, fetch: window.fetch.bind(window), storage: storageOfTab() });
}
