import { askEarly } from './prefetch.ts';

/** What this page has asked. The first to import this asks. */
export const asked = askEarly(window);
