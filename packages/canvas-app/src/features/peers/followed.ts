import { type ReadonlySignal, signal } from '@preact/signals-core';

const shown = signal<string | undefined>(undefined);

/** Id of the person whose view is followed here. */
export const followed: ReadonlySignal<string | undefined> = shown;

/** Follows a person by their id; nobody any more without one. */
export const setFollowed = (id: string | undefined): void => {
  shown.value = id;
};
