import * as Y from 'yjs';
import type { Content } from './reading.ts';
import { holdsClock, structsIn } from './structs.ts';
import { entriesIn } from './touches.ts';

/** What an update does to one record of the comments. */
export interface CommentWrite {
  /** The ids of the item that is set, or of what is deleted. */
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly key: string;
  readonly kind: 'set' | 'delete';
  /** The person the new record names; undefined where none is left when the update is applied, empty where it names none. */
  readonly author: string | undefined;
  /** The person named by the record that stands there and goes; undefined where there is none. */
  readonly before: string | undefined;
  /** What a record is set behind, by its last id: the one it was written in place of. Undefined for the first under its key, and for deletions. */
  readonly origin?: Pick<Y.ID, 'client' | 'clock'> | undefined;
}

const personIn = (value: unknown): string => {
  const person: unknown = typeof value === 'object' && value !== null ? (value as { u?: unknown }).u : undefined;
  return typeof person === 'string' ? person : '';
};

const valuesOf = ({ content }: Y.Item): readonly unknown[] =>
  content instanceof Y.ContentAny ? content.arr : content instanceof Y.ContentDeleted ? [] : [undefined];

/** Whom a record of the document names; undefined where none is shown under a key. */
const namedIn = (item: Y.Item | undefined): string | undefined =>
  item === undefined || item.deleted ? undefined : personIn(valuesOf(item).at(-1));

/** Whom the values of an item name that are new and stay. */
const namedBy = (item: Y.Item, deletes: Content['deletes'], end: number): string | undefined => {
  const { client, clock } = item.id;
  const gone = deletes.get(client);
  const stay = valuesOf(item).filter((_, i) => clock + i >= end && !holdsClock(gone, clock + i));
  const people = new Set(stay.map(personIn));
  return people.size > 1 ? '' : people.values().next().value;
};

/** The records an update deletes: looked for among the deletions or among the records, of which there may be fewer. */
function* recordsIn(deletes: Content['deletes'], doc: Y.Doc, cm: Y.Map<unknown>): Generator<Y.Item> {
  let clocks = 0;
  for (const ranges of deletes.values()) for (const { len } of ranges) clocks += len;
  if (clocks > cm._map.size) {
    for (const item of cm._map.values())
      if (!item.deleted && holdsClock(deletes.get(item.id.client), item.lastId.clock)) yield item;
    return;
  }
  for (const [client, ranges] of deletes)
    for (const range of ranges)
      for (const struct of structsIn(doc, client, range))
        if (struct instanceof Y.Item && !struct.deleted && struct.parent === cm) yield struct;
}

/**
 * What an update does to the comments of a board, for the rule that each is its author's. `sets` tells whether `checkUpdate` has found
 * any that it sets: where it has not, and the board has none, nothing is looked at. What the document has is not counted, nor
 * what builds on something that has not come: that is asked about when it can be placed.
 */
export const commentWrites = ({ structs, deletes }: Content, doc: Y.Doc, sets: boolean): readonly CommentWrite[] => {
  const cm = doc.getMap<unknown>('cm');
  const writes: CommentWrite[] = [];
  const entryAt = sets ? entriesIn(structs, doc) : undefined;
  for (const struct of entryAt === undefined ? [] : structs) {
    const { client, clock } = struct.id;
    const end = Y.getState(doc.store, client);
    if (!(struct instanceof Y.Item) || clock + struct.length <= end) continue;
    const { root, key } = entryAt?.(clock < end ? new Y.ID(client, end - 1) : struct.id) ?? {};
    if (root !== 'cm' || key === undefined || key === null) continue;
    const { length } = struct;
    const [author, before] = [namedBy(struct, deletes, end), namedIn(cm._map.get(key))];
    const origin = clock < end ? { client, clock: end - 1 } : (struct.origin ?? undefined);
    writes.push({ client, clock, length, key, kind: 'set', author, before, origin });
  }
  if (cm._map.size === 0) return writes;
  for (const item of recordsIn(deletes, doc, cm)) {
    const { id, length, parentSub } = item;
    const key = parentSub ?? '';
    writes.push({ ...id, length, key, kind: 'delete', author: undefined, before: namedIn(item) });
  }
  return writes;
};
