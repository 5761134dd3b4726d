import * as Y from 'yjs';
import { type RootName, rootNames } from '../../roots.ts';
import type { Content } from './reading.ts';
import { followNeighbors, type Struct, structAt, structsById, structsIn } from './structs.ts';

/** What of a board an update writes or deletes. */
export interface Touched {
  /** Names of roots (`meta`, `elements`, `overrides`, `texts`, `assets`); a root that no board has is there by its own name. */
  readonly roots: ReadonlySet<string>;
  /** Ids of the elements whose record, override or text it is. */
  readonly elements: ReadonlySet<string>;
}

/** A key of a root; what lies inside a shared text is at the key of that text. */
interface Entry {
  readonly root: string;
  readonly key: string | null;
}

/** Where an item of the document is; undefined for what is a hole by now. */
const entryOf = (struct: Struct | undefined): Entry | undefined => {
  let at = struct;
  while (at instanceof Y.Item) {
    const { parent, parentSub }: Y.Item = at;
    if (!(parent instanceof Y.AbstractType)) return undefined;
    if (parent._item === null) return { root: Y.findRootTypeKey(parent), key: parentSub };
    at = parent._item;
  }
  return undefined;
};

/** What an item that does not name a root stands beside or inside. */
const nextTo = ({ origin, rightOrigin, parent }: Y.Item): Y.ID | null => {
  const holder: unknown = parent;
  return origin ?? rightOrigin ?? (holder instanceof Y.ID ? holder : null);
};

/** Finds the entry that each item of an update goes to. What the document has is not believed of the update. */
export const entriesIn = (structs: readonly Struct[], doc: Y.Doc): ((id: Y.ID) => Entry | undefined) => {
  const byId = structsById(structs);
  const follow = followNeighbors<Entry>({
    stated({ parent, parentSub }) {
      const root: unknown = parent;
      return typeof root === 'string' ? { root, key: parentSub } : undefined;
    },
    next: nextTo,
    find: (id) => (structAt(doc, id) === undefined ? byId(id) : undefined),
    outside: (id) => entryOf(structAt(doc, id)),
  });
  return (id) => {
    const known = structAt(doc, id);
    if (known !== undefined) return entryOf(known);
    const struct = byId(id);
    return struct instanceof Y.Item ? follow(struct) : undefined;
  };
};

const elementRoots: ReadonlySet<string> = new Set(['el', 'ov', 'tx']);
const nameOf = (root: string): string => (Object.hasOwn(rootNames, root) ? rootNames[root as RootName] : root);

/**
 * Returns which roots and elements of a board an update writes to or deletes from, for rules that give rights to a part of
 * it. Costs a look at each of its structs and at each struct of the document that it deletes: it is asked only where there is
 * such a rule, and for those who may do nothing but comment. What the document has is not counted again. What builds on something that has not come is not counted
 * either, as that cannot be placed: such an update is asked about when it can.
 */
export const touches = ({ structs, deletes }: Content, doc: Y.Doc): Touched => {
  const roots = new Set<string>();
  const elements = new Set<string>();
  const touch = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    roots.add(nameOf(entry.root));
    if (elementRoots.has(entry.root) && entry.key !== null) elements.add(entry.key.split(':')[0] ?? entry.key);
  };
  const entryAt = entriesIn(structs, doc);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = Y.getState(doc.store, client);
    if (!(struct instanceof Y.Item) || clock + struct.length <= end) continue;
    // What goes on with something known stands where that stands.
    touch(entryAt(clock < end ? new Y.ID(client, end - 1) : struct.id));
    // A right neighbor in another place is no editor's, and is counted so that no rule is passed by it.
    if (struct.rightOrigin !== null) touch(entryAt(struct.rightOrigin));
  }
  for (const [client, ranges] of deletes)
    for (const range of ranges)
      for (const struct of structsIn(doc, client, range)) if (!struct.deleted) touch(entryOf(struct));
  return { roots, elements };
};
