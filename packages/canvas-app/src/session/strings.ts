/** What is said of the way to the server and of this device's copy. */
export const strings = {
  noAnswer: 'The server does not answer. Still trying …',
  notKept:
    'This browser is not keeping a copy of the board. What you draw is safe once it says “Saved”; leave the page open until then.',
} as const;
