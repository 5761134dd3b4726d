import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ScreenPoint } from '../../editor/camera.ts';

/** The menu that is open: where on the screen, and by what it was asked for. */
export interface Opened {
  readonly at: ScreenPoint;
  readonly by: 'mouse' | 'touch' | 'keys';
}

const shown = signal<Opened | undefined>(undefined);

/** The menu that is open, if one is. */
export const opened: ReadonlySignal<Opened | undefined> = shown;

export const setOpened = (next?: Opened): void => {
  shown.value = next;
};
