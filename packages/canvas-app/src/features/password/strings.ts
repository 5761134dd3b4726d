/** The sentences of the dialog, which are loaded with it. */
export const strings = {
  title: 'This link has a password',
  wrong: 'That was not it. Ask the person who sent you the link.',
  password: 'Password',
  open: 'Open the board',
} as const;
