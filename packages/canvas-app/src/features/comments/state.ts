import { signal } from '@preact/signals-core';

/** What is known before anything of the comments is fetched. */

/** Whether there is anything to be shown: a comment, or the wish to write one. */
export const isWanted = signal(false);

/** Whether the pins are out of sight, for this page alone. */
export const areHidden = signal(false);

/** Which part of the panel is looked at. */
export const tab = signal<'threads' | 'chat'>('threads');

/** What is said of the unread on the button, and how many they are. */
export const badge = signal<{ readonly count: number; readonly label: string } | undefined>(undefined);
