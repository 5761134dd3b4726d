/** The sentences of authors. */
export const strings = {
  madeBy: 'Made by:',
  you: 'You',
  asking: 'Asking…',
  unknown: 'Not known any more',
  nameless: 'A person without a name',
  away: 'The server cannot be asked now. Try again once you are connected.',
} as const;
