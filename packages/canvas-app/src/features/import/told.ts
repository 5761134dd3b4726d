import { signal } from '@preact/signals';
import type { Report } from './format.ts';

/** What became of the last file, for the list of it. */
export interface Told {
  readonly name: string;
  readonly brought: number;
  readonly report: Report;
}

export const told = signal<Told | undefined>(undefined);
