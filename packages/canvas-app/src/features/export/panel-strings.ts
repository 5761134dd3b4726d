/** The sentences of the panel, which are loaded with it. */
export const panelStrings = {
  title: 'Export image',
  what: 'What',
  board: 'Whole board',
  selection: 'Selection',
  scale: 'Scale',
  background: 'Background',
  theme: 'Theme',
  themes: { light: 'Light', dark: 'Dark' },
  format: 'Format',
  preview: 'Preview',
  painting: 'Painting…',
  empty: 'There is nothing to export yet. Draw something first.',
  failed: 'The picture could not be made. Choose a smaller scale or a part of the board.',
  download: 'Download',
  copy: 'Copy',
  notCopied: 'This browser did not let the picture be copied. Download it instead.',
} as const;
