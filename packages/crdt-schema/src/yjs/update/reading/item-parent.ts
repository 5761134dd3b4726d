import * as Y from 'yjs';
import { followNeighbors, type Struct, structAt, structsById } from './structs.ts';

/** Where an item goes: a key of a root map, or inside a shared text. */
export type Place = { readonly root: string; readonly key: string | null } | 'text';

/** Where an item says it goes. Before it is applied its parent is a root name, the id of a shared type, or missing. */
const stated = (item: Y.Item): Place | undefined => {
  const parent: unknown = item.parent;
  if (typeof parent === 'string') return { root: parent, key: item.parentSub };
  return parent === null ? undefined : 'text';
};

/** Where an item that is already part of the document is. */
export const placeInDoc = (doc: Y.Doc, id: Y.ID): Place | undefined => {
  const item = structAt(doc, id);
  if (!(item instanceof Y.Item)) return undefined;
  const { parent } = item;
  if (!(parent instanceof Y.AbstractType)) return undefined;
  return parent._item === null ? { root: Y.findRootTypeKey(parent), key: item.parentSub } : 'text';
};

/**
 * Finds out where the items of an update go. An item beside another one does not name its parent, so the neighbor is
 * followed, in the document when it is given and has it, and else within the update: what an update says of what is known is not
 * believed. Undefined when it cannot be known.
 */
export const placesIn = (structs: readonly Struct[], doc: Y.Doc | undefined): ((item: Y.Item) => Place | undefined) => {
  const find = structsById(structs);
  return followNeighbors({
    stated,
    find: (id) => (doc === undefined || structAt(doc, id) === undefined ? find(id) : undefined),
    outside: (id) => (doc === undefined ? undefined : placeInDoc(doc, id)),
  });
};
