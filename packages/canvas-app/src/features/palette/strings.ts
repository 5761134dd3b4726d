/** The sentences of the panel, which are loaded with it. */
export const strings = {
  title: 'All commands',
  search: 'What do you want to do?',
  none: 'No command has this in its name.',
} as const;
