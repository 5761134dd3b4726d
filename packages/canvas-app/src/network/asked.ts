import { askEarly } from './early.ts';

/** What this page has asked. The first to import this asks. */
export const asked = askEarly(window);
