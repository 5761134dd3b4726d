/** The sentences of frames. */
export const strings = {
  title: 'Frames',
  empty: 'There are no frames yet. Press F and drag around what belongs together.',
  unnamed: 'Frame without a name',
  name: 'Name of the frame',
  present: 'Present',
  presentation: 'Presentation',
  next: 'Next frame',
  previous: 'Previous frame',
  leave: 'Leave the presentation',
  place: (n: number, all: number) => `${n} of ${all}`,
  holds: (n: number) => (n === 1 ? '1 element' : `${n} elements`),
} as const;
