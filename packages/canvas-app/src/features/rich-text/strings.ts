/** The sentences of the bar, which are loaded with it. */
export const strings = {
  bar: 'Text formatting',
  link: 'Address of the link',
  linkHint: 'https:// …',
  setLink: 'Set link',
  openLink: 'Open link',
  noLink: 'Remove link',
  badLink: 'A link begins with https://, http:// or mailto:',
} as const;
