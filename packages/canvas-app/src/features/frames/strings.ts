/** The sentences of frames. */
export const strings = {
  title: 'Frames',
  empty: 'There are no frames yet. Press F and drag around what belongs together.',
  unnamed: 'Frame without a name',
  name: 'Name of the frame',
  holds: (n: number) => (n === 1 ? '1 element' : `${n} elements`),
} as const;
