export const strings = {
  noStyle: 'Copy a style first: select what has it and press Ctrl+Alt+C.',
} as const;
