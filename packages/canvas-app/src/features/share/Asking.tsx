import { signal } from '@preact/signals';

/** What is said of the mark; none where nobody waits for the owner's answer. */
export const asking = signal<string | undefined>(undefined);

/** A mark while a person waits for the owner's answer. */
export const Asking = () => (asking.value ? <i class="asking" role="img" aria-label={asking.value} /> : null);
