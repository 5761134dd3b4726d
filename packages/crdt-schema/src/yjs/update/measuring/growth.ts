import * as Y from 'yjs';
import { exceeded, Failure } from '../../../failure.ts';
import { limits, relayLimits } from '../../../limits.ts';
import { type List, type ListOf, lengthOf, listsIn } from '../reading/lists.ts';
import type { Reading } from '../reading/reading.ts';
import { holdsClock, type Struct, structsIn } from '../reading/structs.ts';
import { type Brought, type Deleted, type Gone, goneBy } from './gone.ts';

const isFresh = (struct: Struct, doc: Y.Doc): struct is Y.Item =>
  struct instanceof Y.Item && struct.id.clock + struct.length > Y.getState(doc.store, struct.id.client);

/** The items an update brings, by the list they go to. */
const freshByList = (
  { structs }: Reading,
  doc: Y.Doc,
  listOf: ListOf = listsIn(structs, doc),
): ReadonlyMap<List, readonly Y.Item[]> => {
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

/** The clocks of an item that the document has not got yet. */
const freshPart = ({ id: { client, clock }, length }: Y.Item, doc: Y.Doc): Brought => {
  const from = Math.max(clock, Y.getState(doc.store, client));
  return { client, clock: from, length: clock + length - from };
};

interface Counting {
  readonly is: (item: Y.Item) => boolean;
  /** How much of it there is. */
  readonly has: (list: List) => number;
  readonly kind: keyof Deleted;
}
const lettersOf: Counting = { is: isLetters, has: ({ type }) => type?._length ?? 0, kind: 'letters' };
const formatsOf: Counting = { is: isFormat, has: formatsIn, kind: 'formats' };

/** What of an update makes a text too large, counted as letters or as formats. */
const excessIn = (
  list: List,
  items: readonly Y.Item[],
  doc: Y.Doc,
  gone: () => Gone,
  { is, has, kind }: Counting,
): readonly Brought[] => {
  const own = items.filter(is).map((item) => freshPart(item, doc));
  if (own.length === 0) return own;
  const added = own.reduce((sum, { length }) => sum + length, 0);
  const together = has(list) + added;
  if (together <= relayLimits.textLengthTogether) return [];
  const less = gone().known(list, kind) + gone().brought(own);
  return together - less > relayLimits.textLengthTogether && added > less ? own : [];
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
    if (excessIn(list, items, doc, gone, lettersOf).length > 0) return new Failure('TOO_LARGE', exceeded.text);
  return undefined;
};

/** Whether keys that an update sets are more records of comments than a board may have; those that were taken away do not count. */
const checkComments = (cm: Y.Map<unknown>, set: ReadonlySet<string>): Failure | undefined => {
  // All that ever were: nothing has to be counted before it comes to that.
  if (cm._map.size + set.size <= relayLimits.commentsTogether) return undefined;
  let added = 0;
  for (const key of set) if (!cm.has(key)) added++;
  return added > 0 && cm.size + added > relayLimits.commentsTogether
    ? new Failure('BOARD_FULL', 'comments')
    : undefined;
};

/**
 * Whether an update gives a key too long a past, a text too many formats, or a board too many comments. Asked of each slice of a large
 * update as well.
 */
export const checkPieces = (reading: Reading, doc: Y.Doc, listOf?: ListOf): Failure | undefined => {
  const gone = goneOnce(reading, doc);
  const cm = doc.getMap('cm');
  const comments = new Set<string>();
  for (const [list, items] of freshByList(reading, doc, listOf)) {
    if (list.type === cm && list.key !== null) comments.add(list.key);
    const most = relayLimits.keyHistory + 1;
    if (list.key !== null && items.length + lengthOf(list, most) >= most)
      return new Failure('TOO_LARGE', 'values of one key');
    if (list.key === null && excessIn(list, items, doc, gone, formatsOf).length > 0)
      return new Failure('TOO_LARGE', exceeded.text);
  }
  return comments.size === 0 ? undefined : checkComments(cm, comments);
};

/** What an update brings to texts that it makes too large: the rest could be taken without it. */
export const overfullIn = (reading: Reading, doc: Y.Doc): readonly Brought[] => {
  const gone = goneOnce(reading, doc);
  return [...freshByList(reading, doc)].flatMap(([list, items]) =>
    list.key === null
      ? [...excessIn(list, items, doc, gone, lettersOf), ...excessIn(list, items, doc, gone, formatsOf)]
      : [],
  );
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
export const lateClients = ({ summary }: Reading, doc: Y.Doc): number => {
  const { clients } = doc.store;
  if (clients.size + summary.sections.length <= limits.boardClients) return 0;
  const fresh = summary.sections.filter(({ client }) => !clients.has(client)).length;
  return clients.size + fresh > limits.boardClients ? fresh : 0;
};

/** Whether an update brings more client ids than a board that has had very many still takes. */
export const checkClients = (reading: Reading, doc: Y.Doc): Failure | undefined =>
  lateClients(reading, doc) > relayLimits.lateClients ? new Failure('BOARD_FULL', 'client ids') : undefined;

/** Whether an update makes a board, one of its texts or the number of its authors larger than they may become. */
export const checkGrowth = (
  reading: Reading,
  doc: Y.Doc,
  census: Census,
  mostElements: number = relayLimits.boardElementsTogether,
): Failure | undefined =>
  checkClients(reading, doc) ?? checkTexts(reading, doc) ?? checkElements(reading, doc, census, mostElements);
