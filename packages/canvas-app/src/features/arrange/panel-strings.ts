import type { Measure } from './measures.ts';

/** The sentences of the panel, which are loaded with it. */
export const strings = {
  title: 'Position and size',
  names: { x: 'X', y: 'Y', width: 'Width', height: 'Height', rotation: 'Rotation' } satisfies Record<Measure, string>,
  mixed: 'Mixed',
  noNumber: 'This is no number. Nothing was changed.',
  noSize: 'A side has to be longer than 0. Nothing was changed.',
  nothing: 'Select something to see where it is and how large.',
  locked: 'What is selected is locked. Unlock it first.',
} as const;
