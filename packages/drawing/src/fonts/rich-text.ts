import type { Element, TextMarks } from '@gesso/crdt-schema';

/** What a list item begins with that can be ticked. */
export const checkbox = '☐';

/** A text and how its letters are set apart. */
export interface RichText {
  readonly text: string;
  readonly marks?: TextMarks | undefined;
  /** Where all of it leads: the link of its element. */
  readonly link?: string | undefined;
}

/** A box at the beginning of a paragraph. */
const boxes = new RegExp(`^${checkbox}`, 'm');

/** Whether letters of a text are not painted as they are: it has marks, boxes or a link. */
export const isRich = ({ text, marks, link }: RichText): boolean =>
  marks !== undefined || link !== undefined || boxes.test(text);

/** The same of the text of an element. */
export const hasRichText = (element: Element): boolean => 'text' in element && isRich(element);
