import { signal } from '@preact/signals-core';
import type { Filter } from './filter.ts';

/** What of the threads the panel lists, for as long as the page is. */
export const listing = signal<Filter>('open');

/** The words that are looked for in them. */
export const wanted = signal('');
