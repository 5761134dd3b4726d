/** The sentences of the menu, which are loaded with it. */
export const menuStrings = {
  board: 'Board',
  edit: 'Edit',
  frames: 'Frames',
  view: 'View',
  help: 'Help',
  wheel: 'Wheel',
  wheelModes: { auto: 'Auto', mouse: 'Zooms', trackpad: 'Moves' },
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
} as const;
