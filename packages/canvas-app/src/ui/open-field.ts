import type { ElementId, TextSession } from '@gesso/crdt-schema';
import { signal } from '@preact/signals';

/** The field a text is typed in, for what stands beside it. */
export interface OpenField {
  readonly id: ElementId;
  readonly field: HTMLTextAreaElement;
  readonly session: TextSession;
}

/** The field that is open; undefined while nothing is typed. */
export const openField = signal<OpenField | undefined>(undefined);

/** Whether what hears the keys that lead from cell to cell is here; until then a cell takes letters alone. */
export const cellKeysHeard = signal(false);

/** The text that is typed in, and the index of the caret in it: what others are shown. */
export const typedAt = signal<readonly [ElementId, number] | undefined>(undefined);
