import type { Prefetched } from './network/prefetch.ts';
import type { Messages } from './words/say.ts';

/** Starts Gesso in `host`, with what was prefetched before it was there. `words`: another language than English. */
type Begin = (host: HTMLElement, prefetched: Prefetched, words: Messages | undefined) => void;

/** How the app begins, once it is fetched: `main.tsx` says it here. A name it exported would have to be looked up in all that its file has. */
export const app: { begin?: Begin } = {};
