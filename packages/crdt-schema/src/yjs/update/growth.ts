import * as Y from 'yjs';
import { Failure } from '../../failure.ts';
import { limits } from '../../limits.ts';
import { type Deleted, type Gone, goneBy } from './gone.ts';
import { type List, lengthOf, listsIn } from './lists.ts';
import type { Reading } from './reading.ts';
import { holdsClock, type Struct, structsIn } from './structs.ts';

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

const isFormat = ({ content }: Y.Item): boolean => content instanceof Y.ContentFormat;
const isLetters = ({ content }: Y.Item): boolean => content instanceof Y.ContentString;

/** Live formats of a text: they are no letters, and nobody counts them while they come. */
const formatsIn = ({ type }: List): number => {
  let formats = 0;
  for (let item = type?._start ?? null; item !== null; item = item.right)
    if (isFormat(item) && !item.deleted) formats += item.length;
  return formats;
};

/** Whether a text grows too large by what of the update `is` counts; `has`: how much of it there is. */
const grows = (
  list: List,
  items: readonly Y.Item[],
  { is, has, kind, gone }: { is: (item: Y.Item) => boolean; has: () => number; kind: keyof Deleted; gone: () => Gone },
): boolean => {
  const own = items.filter(is);
  if (own.length === 0) return false;
  const added = own.reduce((sum, { length }) => sum + length, 0);
  const together = has() + added;
  if (together <= limits.textLengthTogether) return false;
  const less = gone().known(list, kind) + gone().brought(own);
  return together - less > limits.textLengthTogether && added > less;
};

/** Looks through what an update deletes when it is first asked for. */
const goneOnce = (reading: Reading, doc: Y.Doc): (() => Gone) => {
  let looked: Gone | undefined;
  return () => {
    looked ??= goneBy(reading, doc);
    return looked;
  };
};

const checkTexts = (reading: Reading, doc: Y.Doc): Failure | undefined => {
  if (!reading.structs.some((struct) => struct instanceof Y.Item && isLetters(struct))) return undefined;
  const gone = goneOnce(reading, doc);
  for (const [list, items] of freshByList(reading, doc))
    if (grows(list, items, { is: isLetters, has: () => list.type?._length ?? 0, kind: 'letters', gone }))
      return new Failure('TOO_LARGE', 'text');
  return undefined;
};

/** Whether an update gives a key too long a past, or a text too many formats. Asked of each slice of a large update as well. */
export const checkPieces = (reading: Reading, doc: Y.Doc): Failure | undefined => {
  const gone = goneOnce(reading, doc);
  for (const [list, items] of freshByList(reading, doc)) {
    const most = limits.keyHistory + 1;
    if (list.key !== null && items.length + lengthOf(list, most) >= most)
      return new Failure('TOO_LARGE', 'values of one key');
    if (list.key === null && grows(list, items, { is: isFormat, has: () => formatsIn(list), kind: 'formats', gone }))
      return new Failure('TOO_LARGE', 'text');
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
    // Only looked at where it counts: Yjs works the changes out for the listener that asks.
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

/** Elements that an update deletes and does not set anew. */
const lostIn = ({ deletes }: Reading, el: Y.Map<unknown>, doc: Y.Doc, set: ReadonlySet<string>): number => {
  let lost = 0;
  for (const [client, ranges] of deletes) {
    for (const range of ranges) {
      for (const struct of structsIn(doc, client, range)) {
        if (!(struct instanceof Y.Item) || struct.deleted || struct.parent !== el || struct.parentSub === null)
          continue;
        if (el._map.get(struct.parentSub) === struct && !set.has(struct.parentSub)) lost++;
      }
    }
  }
  return lost;
};

const checkElements = (reading: Reading, doc: Y.Doc, census: Census, most: number): Failure | undefined => {
  const { structs, deletes } = reading;
  const el = doc.getMap('el');
  // All that ever were: nothing has to be counted before it comes to that.
  if (el._map.size + structs.length <= most) return undefined;
  const listOf = listsIn(structs, doc);
  const isGone = ({ client, clock }: Y.ID): boolean => holdsClock(deletes.get(client), clock);
  const set = new Set<string>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= Y.getState(doc.store, struct.id.client))
      continue;
    const list = listOf(struct);
    if (list?.type === el && list.key !== null && !isGone(struct.lastId)) set.add(list.key);
  }
  let added = 0;
  for (const key of set) if (!el.has(key)) added++;
  if (added === 0 || census.elements + added <= most) return undefined;
  const lost = lostIn(reading, el, doc, set);
  return added > lost && census.elements + added - lost > most ? new Failure('BOARD_FULL', 'elements') : undefined;
};

/** New client ids that an update brings to a board that has had very many; 0 where there is room. */
export const lateClients = ({ outline }: Reading, doc: Y.Doc): number => {
  const { clients } = doc.store;
  if (clients.size + outline.sections.length <= limits.boardClients) return 0;
  const fresh = outline.sections.filter(({ client }) => !clients.has(client)).length;
  return clients.size + fresh > limits.boardClients ? fresh : 0;
};

/** Whether an update brings more client ids than a board that has had very many still takes. */
export const checkClients = (reading: Reading, doc: Y.Doc): Failure | undefined =>
  lateClients(reading, doc) > limits.lateClients ? new Failure('BOARD_FULL', 'client ids') : undefined;

/** Whether an update makes a board, one of its texts or the number of its authors larger than they may become. */
export const checkGrowth = (
  reading: Reading,
  doc: Y.Doc,
  census: Census,
  mostElements: number = limits.boardElementsTogether,
): Failure | undefined =>
  checkClients(reading, doc) ?? checkTexts(reading, doc) ?? checkElements(reading, doc, census, mostElements);
