/** The sentences of links. */
export const strings = {
  title: 'Link',
  address: 'Address',
  hint: 'https://… or mailto:…',
  invalid: 'This is no address that a board can hold: begin with https://, http:// or mailto:.',
  save: 'Save',
  remove: 'Remove link',
  open: (place: string) => `Open ${place}`,
} as const;
