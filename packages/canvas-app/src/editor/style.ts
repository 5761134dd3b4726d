import { type StyleValues, usualStyles } from '@gesso/crdt-schema';

/** What the next element gets. Changing a style while something is selected changes the selection as well. */
export type Style = StyleValues;

/** What a person starts with: what is usual of elements, but for what looks better on a board that nobody has set up. */
export const defaultStyle: Style = {
  ...usualStyles,
  color: '#24272c',
  edge: 'drawn',
  radius: 12,
  heads: ['none', 'arrow'],
  size: 24,
  align: 'left',
};
