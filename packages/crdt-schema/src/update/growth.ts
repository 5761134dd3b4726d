import * as Y from 'yjs';
import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { type List, lengthOf, listsIn } from './lists.ts';
import type { Struct } from './place.ts';
import type { Reading } from './reading.ts';

const overlap = (from: number, length: number, begin: number, size: number): number =>
  Math.max(0, Math.min(from + length, begin + size) - Math.max(from, begin));

/** Letters of a text that an update deletes, those among them that it brings itself. */
const deletedIn = (list: List, strings: readonly Y.Item[], { deletes }: Reading, doc: Y.Doc): number => {
  let letters = 0;
  for (const [client, ranges] of deletes) {
    const known = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      for (const { id, length } of strings) if (id.client === client) letters += overlap(clock, len, id.clock, length);
      if (clock >= Y.getState(doc.store, client)) continue;
      for (let i = Y.findIndexSS(known, clock); i < known.length; i++) {
        const struct = known[i];
        if (struct === undefined || struct.id.clock >= clock + len) break;
        if (struct instanceof Y.Item && !struct.deleted && struct.countable && struct.parent === list.type)
          letters += overlap(clock, len, struct.id.clock, struct.length);
      }
    }
  }
  return letters;
};

const isFresh = (struct: Struct, doc: Y.Doc): struct is Y.Item =>
  struct instanceof Y.Item && struct.id.clock + struct.length > Y.getState(doc.store, struct.id.client);

/** The items an update brings, by the list they go to. */
const freshByList = ({ structs }: Reading, doc: Y.Doc): ReadonlyMap<List, readonly Y.Item[]> => {
  const listOf = listsIn(structs, doc);
  const byList = new Map<List, Y.Item[]>();
  for (const struct of structs) {
    const list = isFresh(struct, doc) ? listOf(struct) : undefined;
    if (list === undefined) continue;
    const own = byList.get(list);
    if (own === undefined) byList.set(list, [struct as Y.Item]);
    else own.push(struct as Y.Item);
  }
  return byList;
};

const checkLists = (reading: Reading, doc: Y.Doc): Failure | undefined => {
  for (const [list, items] of freshByList(reading, doc)) {
    if (list.key !== null) {
      const most = limits.keyHistory + 1;
      if (items.length + lengthOf(list, most) >= most) return new Failure('TOO_LARGE', 'values of one key');
      continue;
    }
    const own = items.filter(({ content }) => content instanceof Y.ContentString);
    if (own.length === 0) continue;
    const added = own.reduce((sum, { length }) => sum + length, 0);
    const letters = (list.type?._length ?? 0) + added;
    if (letters <= limits.textLengthTogether) continue;
    const gone = deletedIn(list, own, reading, doc);
    if (letters - gone > limits.textLengthTogether && added > gone) return new Failure('TOO_LARGE', 'text');
  }
  return undefined;
};

/** Counts the elements of a document without looking through all of them each time. */
export interface Census {
  readonly elements: number;
}

export const createCensus = (doc: Y.Doc): Census => {
  const el = doc.getMap('el');
  let counted: number | undefined;
  el.observe((event) => {
    if (counted === undefined) return;
    // Only looked at where it counts: Yjs works the changes out for whoever asks.
    for (const { action } of event.changes.keys.values())
      counted += action === 'add' ? 1 : action === 'delete' ? -1 : 0;
  });
  return {
    get elements() {
      counted ??= el.size;
      return counted;
    },
  };
};

const checkElements = ({ structs }: Reading, doc: Y.Doc, census: Census, most: number): Failure | undefined => {
  const el = doc.getMap('el');
  // All that ever were: nothing has to be counted before it comes to that.
  if (el._map.size + structs.length <= most) return undefined;
  const listOf = listsIn(structs, doc);
  const keys = new Set<string>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= Y.getState(doc.store, struct.id.client))
      continue;
    const list = listOf(struct);
    if (list?.type === el && list.key !== null && !el.has(list.key)) keys.add(list.key);
  }
  return keys.size > 0 && census.elements + keys.size > most ? new Failure('BOARD_FULL', 'elements') : undefined;
};

/** New client ids that an update brings to a board that has had very many; 0 where there is room. */
export const lateClients = ({ outline }: Reading, doc: Y.Doc): number => {
  const { clients } = doc.store;
  if (clients.size + outline.sections.length <= limits.boardClients) return 0;
  const fresh = outline.sections.filter(({ client }) => !clients.has(client)).length;
  return clients.size + fresh > limits.boardClients ? fresh : 0;
};

/** Whether an update makes a board, one of its texts, the past of one of its keys or the number of its authors larger than they may become. */
export const checkGrowth = (
  reading: Reading,
  doc: Y.Doc,
  census: Census,
  mostElements: number = limits.boardElementsTogether,
): Failure | undefined =>
  (lateClients(reading, doc) > limits.lateClients ? new Failure('BOARD_FULL', 'client ids') : undefined) ??
  checkLists(reading, doc) ??
  checkElements(reading, doc, census, mostElements);
