import type { ElementId } from '../elements/elements.ts';
import type { Random } from '../ids.ts';
import type { Roots } from '../yjs/roots.ts';
import type { BoardElements } from './board-elements.ts';

/** A document inside an edit: what is written to it, and what is read from it again at once. */
export interface OpenDocument extends Pick<Roots, 'meta' | 'el' | 'ov' | 'tx'> {
  readonly boardElements: BoardElements;
  readonly random: Random;
}

/** Writes one property of an element beside its base record; undefined takes the override away. */
export function override({ ov, boardElements }: OpenDocument, id: ElementId, property: string, value: unknown): void {
  const key = `${id}:${property}`;
  if (value === undefined) ov.delete(key);
  else ov.set(key, value);
  boardElements.overrideChanged(key);
}
