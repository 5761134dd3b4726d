import * as Y from 'yjs';

/** Version of the document this code writes. Older readers may be shut out by `meta.minR` and `meta.minW`. */
export const schemaVersion = 1;

/** The root types of a board. No other root name is accepted by `checkUpdate`. */
export const roots = ['meta', 'el', 'ov', 'tx', 'as', 'cm'] as const;
export type RootName = (typeof roots)[number];

/** The roots by the names a board has for them. */
export const rootNames: Readonly<Record<RootName, string>> = {
  meta: 'meta',
  el: 'elements',
  ov: 'overrides',
  tx: 'texts',
  as: 'assets',
  cm: 'comments',
};

/** Every root is a flat Y.Map; only `tx` holds shared types (a Y.Text per element, or per cell of it). */
export type Roots = { readonly [K in RootName]: Y.Map<unknown> };

export const openRoots = (doc: Y.Doc): Roots => ({
  meta: doc.getMap('meta'),
  el: doc.getMap('el'),
  ov: doc.getMap('ov'),
  tx: doc.getMap('tx'),
  as: doc.getMap('as'),
  cm: doc.getMap('cm'),
});

/** The key of a shared text: the id of its element, and behind that, where an element has several, a name. Undefined for every other type. */
export function keyOfText(type: unknown, tx: Y.Map<unknown>): string | undefined {
  return type instanceof Y.Text && type.parent === tx ? (type._item?.parentSub ?? undefined) : undefined;
}

/** The id of the element that a key of `ov` or `tx` is about. */
export const elementOfKey = (key: string): string => key.slice(0, 12);

/** The id of the last item that was written under a key of a map, whether or not it is deleted by now. */
export function lastIdAt(map: Y.Map<unknown>, key: string): Y.ID | undefined {
  return map._map.get(key)?.lastId;
}

/** The shared text of an element; a document from elsewhere may hold anything there. */
export const textOf = (tx: Y.Map<unknown>, id: string): Y.Text | undefined => {
  const text = tx.get(id);
  return text instanceof Y.Text ? text : undefined;
};
