import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';

/** What stands on the Share button and beside it, once it is fetched. */
export const atButton = signal<{ readonly On?: FunctionComponent; readonly Beside?: FunctionComponent }>({});
