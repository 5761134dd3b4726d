import type { Vec } from '@gesso/drawing';
import { signal } from '@preact/signals-core';

/** A pin on its way to another place, by pointer or by key. */
export interface Carried {
  readonly thread: string;
  /** What ends it: a pointer that lets it go, or the key that was pressed. */
  readonly by: 'pointer' | 'key';
  /** Where its tip is, board units; undefined once it is put down, while it keeps to itself until it is left. */
  readonly at: Vec | undefined;
}

/** The pin that is moved here: seen where it is by this page alone, until it is put down. */
export const carried = signal<Carried | undefined>(undefined);
