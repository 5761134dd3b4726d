/** The sentences of pictures. */
export const strings = {
  drop: 'Drop pictures here',
  notPictures: (n: number) =>
    n === 1
      ? 'This file is not a picture, so it was not put on the board.'
      : `${n} of the files are not pictures, so they were not put on the board.`,
  sending: (name: string) => `Sending ${name}`,
  percent: (part: number) => `${Math.round(part * 100)} %`,
  next: 'Waits for its turn',
  offline: 'Waits for the connection',
  ready: 'Being stored …',
  cancel: 'Cancel',
  again: 'Try again',
  remove: 'Remove',
  picture: 'picture',
  describe: 'Describe the picture',
  cropped: 'Part of the picture',
  whole: 'Whole picture',
  changedMeanwhile:
    'Another person has replaced or locked this picture meanwhile. It was left as it is: crop it again.',
  done: 'Done',
  handles: {
    n: 'Upper edge',
    ne: 'Upper right corner',
    e: 'Right edge',
    se: 'Lower right corner',
    s: 'Lower edge',
    sw: 'Lower left corner',
    w: 'Left edge',
    nw: 'Upper left corner',
  },
  description: 'What is to be seen, for those who cannot see it',
  save: 'Save',
} as const;
