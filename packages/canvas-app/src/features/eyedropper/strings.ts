/** The sentences of the eyedropper, which are loaded with it. */
export const strings = {
  title: 'Pick a color from the board',
  hint: 'Press where the color is. Arrow keys and Enter pick as well, Escape leaves.',
} as const;
