import { defineKind } from './define-kind.ts';

/** A kind written by a newer version: kept untouched, drawn as a placeholder box, moved, ordered, grouped and deleted. */
export const unknown = defineKind({ letter: '', placing: 'box', size: [100, 100], props: {}, withheld: ['opacity'] });
