import type { Element, ElementKind, ErasableElement, PictureElement, TableElement, TextElement } from './elements.ts';
import { kindSpec } from './kinds/spec.ts';

/** What may be asked of an element instead of its kind. */

/** Whether it is ink: parts of it may be erased. */
export const isErasable = (element: Element): element is ErasableElement => kindSpec(element.kind).erasable;

/** Whether it is nothing but its text: without a letter in it there is nothing. */
export const isBareText = (element: Element): element is TextElement => kindSpec(element.kind).placing === 'text';

/** Whether what is dropped in it belongs to it. */
export const holdsOthers = (element: Element): boolean => kindSpec(element.kind).holds;

/** Whether arrows point at places in it, and not at all of it. */
export const isPointedInto = (element: Element): boolean => kindSpec(element.kind).pointedInto;

/** Whether it is a grid of rows and columns with a text in each cell. */
export const hasCells = (element: Element | undefined): element is TableElement =>
  element !== undefined && 'cells' in element;

/** Whether it shows a picture, whose bytes lie beside the board. */
export const showsPicture = (element: Element): element is PictureElement => 'asset' in element;

/** Whether it is a paper made for its text: its color is that of the paper. */
export const isPaper = (kind: ElementKind): boolean => {
  const { text, placing } = kindSpec(kind);
  return text === 'body' && placing === 'box';
};
