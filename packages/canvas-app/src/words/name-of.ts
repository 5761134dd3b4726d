import type { Color, Element } from '@gesso/crdt-schema';
import { colorName } from '@gesso/drawing';
import { say } from './later.ts';
import { wordOf } from './say.ts';

/** What people call an element: a shape by its form. */
export const nameOf = (element: Element): string => say(`kind.${'form' in element ? element.form : element.kind}`);

/** What a color of the palette is called; undefined for any other. */
export const nameOfColor = (color: Color): string | undefined => {
  const name = colorName(color);
  return name === undefined ? undefined : wordOf(`color.${name}`);
};

/** Things that are said one after the other; what is empty is left out. */
export const listed = (...things: readonly string[]): string =>
  things.filter((thing) => thing !== '').join(say('list.separator'));

/** Words as they stand on the board, set apart from those around them; '' when there are none. */
export const quoted = (text: string): string => (text === '' ? '' : say('list.quoted', { text }));
