import { signal } from '@preact/signals-core';

/** Whether what is selected is to be added: the drawer hears it, open or as soon as it is. */
export const wantsToAdd = signal(false);
