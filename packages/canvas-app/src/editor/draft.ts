import type { Element, ElementId } from '@gesso/crdt-schema';

/**
 * What is on the screen but not (yet) in the document: ink under the pen, elements being dragged, elements about to be
 * erased. Mine lives in `editor.draft`, my peers' in `editor.peerDraft`; both are painted on the layer above the scene.
 */
export interface Draft {
  /** New elements, painted in this order above everything. */
  readonly created: readonly Element[];
  /** One of `created` as it is painted here: with where the pen is expected next. Never sent, never stored. */
  readonly ahead?: Element;
  /** Existing elements as they look right now; the scene leaves their originals out while they are here. */
  readonly changed: ReadonlyMap<ElementId, Element>;
  /** Existing elements shown faded because letting go will delete them. */
  readonly fading: ReadonlySet<ElementId>;
}

export const noDraft: Draft = { created: [], changed: new Map(), fading: new Set() };
