import * as Y from 'yjs';
import { followNeighbors, type Struct, structAt, structsById } from './structs.ts';

/** One list that items are placed in: a shared text, or all values one key of a map ever had. */
export interface List {
  /** The shared type of the document, when it is there already. */
  readonly type: Y.AbstractType<unknown> | undefined;
  readonly key: string | null;
}

/** The items of a list from its beginning, those that are deleted among them. */
export function* itemsOf({ type, key }: List): Generator<Y.Item> {
  if (type === undefined) return;
  let item: Y.Item | null = key === null ? type._start : (type._map.get(key) ?? null);
  if (key !== null) while (item?.left != null) item = item.left;
  for (; item !== null; item = item.right) yield item;
}

/** How long a list is, counted up to `most`. */
export const lengthOf = ({ type, key }: List, most: number): number => {
  let length = 0;
  let item: Y.Item | null = type === undefined ? null : key === null ? type._start : (type._map.get(key) ?? null);
  for (; item !== null && length < most; item = key === null ? item.right : item.left) length++;
  return length;
};

/** Returns the list an item of an update belongs to. */
export type ListOf = (item: Y.Item) => List | undefined;

/**
 * Finds the list each item of an update belongs to, the same object for the same list. Undefined for what stands beside
 * something that is gone or not there.
 */
export const listsIn = (structs: readonly Struct[], doc: Y.Doc): ListOf => {
  let byId: ((id: Y.ID) => Struct | undefined) | undefined;
  const find = (id: Y.ID): Struct | undefined => {
    byId ??= structsById(structs);
    return byId(id);
  };
  const lists = new Map<unknown, Map<string | null, List>>();

  /** `holder`: a shared type of the document, the item that makes one, or the name of a root that is not there yet. */
  const listOf = (holder: unknown, key: string | null): List => {
    const keys = lists.get(holder) ?? new Map<string | null, List>();
    lists.set(holder, keys);
    const list = keys.get(key) ?? { type: holder instanceof Y.AbstractType ? holder : undefined, key };
    keys.set(key, list);
    return list;
  };
  const stated = (item: Y.Item): List | undefined => {
    const parent: unknown = item.parent;
    if (typeof parent === 'string') return listOf(doc.share.get(parent) ?? parent, item.parentSub);
    if (!(parent instanceof Y.ID)) return undefined;
    const inDoc = structAt(doc, parent);
    if (inDoc instanceof Y.Item && inDoc.content instanceof Y.ContentType)
      return listOf(inDoc.content.type, item.parentSub);
    const holder = find(parent);
    return holder === undefined ? undefined : listOf(holder, item.parentSub);
  };

  return followNeighbors({
    stated,
    find: (id) => (structAt(doc, id) === undefined ? find(id) : undefined),
    outside(id) {
      const inDoc = structAt(doc, id);
      return inDoc instanceof Y.Item && inDoc.parent instanceof Y.AbstractType
        ? listOf(inDoc.parent, inDoc.parentSub)
        : undefined;
    },
  });
};
