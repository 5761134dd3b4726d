import type { ElementId } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';

/** The element whose author is asked for, as long as the answer is to be seen. */
export const asked = signal<ElementId | undefined>(undefined);

/** Lets go of the question and takes its answer away. */
export const stopAsking = (): void => {
  asked.value = undefined;
};
