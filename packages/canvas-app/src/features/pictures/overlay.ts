import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';

/** What lies over the board for pictures, once the first is on its way here. */
export const overlay = signal<FunctionComponent | undefined>(undefined);

/** Whether files are being dragged over the board. */
export const dragging = signal(false);
