import { signal } from '@preact/signals';

/** What I say beside my pointer, as far as it is typed: what others are shown. Undefined while I say nothing. */
export const saying = signal<string | undefined>(undefined);
