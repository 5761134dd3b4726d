import type { Element, ErasableElement } from './elements.ts';
import { kindSpec } from './kinds/spec.ts';

/** What may be asked of an element instead of its kind. */

/** Whether it is ink: parts of it may be rubbed out. */
export const isErasable = (element: Element): element is ErasableElement => kindSpec(element.kind).erasable;
