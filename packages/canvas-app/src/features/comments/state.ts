import { signal } from '@preact/signals-core';
import type { SyncState } from '../../network/status.ts';

/** What is known before anything of the comments is fetched. */

/** Whether there is anything to be shown: a comment, or the wish to write one. */
export const isWanted = signal(false);

/** How the server was reached when the first comment came, until that is told of: with the board, or while one is here. */
export const firstCameBy = signal<SyncState | undefined>(undefined);

/** Whether the pins are out of sight, for this page alone. */
export const areHidden = signal(false);

/** Which part of the panel is looked at. */
export const tab = signal<'threads' | 'chat'>('threads');

/** What the button is called once anything is said, and what of the unread stands on it: how many they are as far as there is room for it, or an @. */
export const badge = signal<{ readonly count: string; readonly label: string } | undefined>(undefined);
