import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { exceeded, Failure } from '../../../failure.ts';
import { limits, relayLimits } from '../../../limits.ts';
import { type EndOf, integrationOf } from '../reading/integration.ts';
import type { Reading } from '../reading/reading.ts';
import { followNeighbors, structAt, structsById } from '../reading/structs.ts';
import type { Census } from './growth.ts';

/**
 * What decides whether a large update makes a board too large, for one who has the document and not the structs of the update.
 * Found without the document, and written in streams, so that another thread can find it and it is read a little at a time.
 */
export interface Growth {
  readonly clients: readonly number[];
  /** Letters that stay, by the place they go to. */
  readonly texts: Uint8Array;
  /** Values that stay and may be elements, and how many they are. */
  readonly values: Uint8Array;
  readonly count: number;
  /** Ranges that are deleted: client, clock, length. */
  readonly deletes: Uint8Array;
}

/** A place as it is stated, or by a neighbor that is in the document. */
type Stated =
  | { readonly root: string; readonly key: string | null }
  | { readonly id: Y.ID; readonly key?: string | null };

const kinds = { root: 0, holder: 1, beside: 2 } as const;

const stated = ({ parent, parentSub }: Y.Item): Stated | undefined => {
  const held: unknown = parent;
  if (typeof held === 'string') return { root: held, key: parentSub };
  return held instanceof Y.ID ? { id: held, key: parentSub } : undefined;
};

const write = (to: encoding.Encoder, place: Stated): void => {
  if ('root' in place) {
    encoding.writeVarUint(to, kinds.root);
    encoding.writeVarString(to, place.root);
  } else {
    encoding.writeVarUint(to, place.key === undefined ? kinds.beside : kinds.holder);
    encoding.writeVarUint(to, place.id.client);
    encoding.writeVarUint(to, place.id.clock);
  }
  if (place.key !== undefined) encoding.writeVarString(to, place.key ?? '');
};

/** How many clocks of a range no deletion takes, asked client by client in the order of their clocks. */
const stayingIn = ({ deletes }: Reading) => {
  const cursors = new Map<number, number>();
  return (client: number, from: number, end: number): number => {
    const ranges = deletes.get(client) ?? [];
    let at = cursors.get(client) ?? 0;
    const endAt = (i: number): number => (ranges[i]?.clock ?? Number.POSITIVE_INFINITY) + (ranges[i]?.len ?? 0);
    while (endAt(at) <= from) at++;
    cursors.set(client, at);
    let left = end - from;
    for (let i = at; (ranges[i]?.clock ?? end) < end; i++)
      left -= Math.min(end, endAt(i)) - Math.max(from, ranges[i]?.clock ?? end);
    return left;
  };
};

/** The growth that the part of an update brings which can be placed now. `endOf` tells what is known. */
export const growthOf = (reading: Reading, endOf: EndOf): Growth => {
  const statedBy = followNeighbors<Stated>({
    stated,
    find: structsById(reading.structs),
    outside: (id) => ({ id }),
  });
  const letters = new Map<string, { readonly place: Stated; count: number }>();
  const values = encoding.createEncoder();
  let count = 0;
  const staying = stayingIn(reading);
  const clients = new Set<number>();
  for (const struct of integrationOf(reading.structs, endOf).order) {
    const { client, clock } = struct.id;
    clients.add(client);
    if (!(struct instanceof Y.Item)) continue;
    const isString = struct.content instanceof Y.ContentString;
    if (!isString && !(struct.content instanceof Y.ContentAny)) continue;
    const stays = staying(client, Math.max(clock, endOf(client)), clock + struct.length);
    const place = stays > 0 ? statedBy(struct) : undefined;
    if (place === undefined) continue;
    if (isString) {
      const name = 'root' in place ? `${place.root} ${place.key}` : `${place.id.client} ${place.id.clock} ${place.key}`;
      const text = letters.get(name) ?? { place, count: 0 };
      letters.set(name, text);
      text.count += stays;
    } else if (!('root' in place) || place.root === 'el') {
      write(values, place);
      count++;
    }
  }
  const texts = encoding.createEncoder();
  for (const { place, count } of letters.values()) {
    write(texts, place);
    encoding.writeVarUint(texts, count);
  }
  const deletes = encoding.createEncoder();
  for (const [client, ranges] of reading.deletes)
    for (const { clock, len } of ranges) for (const n of [client, clock, len]) encoding.writeVarUint(deletes, n);
  return {
    clients: [...clients],
    texts: encoding.toUint8Array(texts),
    values: encoding.toUint8Array(values),
    count,
    deletes: encoding.toUint8Array(deletes),
  };
};

/** Steps between two pauses. */
const stepsAtOnce = 2_000;

/** Where something stated goes in the document; undefined for what is not there. */
const read = (from: decoding.Decoder, doc: Y.Doc): { readonly type: unknown; readonly key: string | null } => {
  const kind = decoding.readVarUint(from);
  if (kind === kinds.root)
    return { type: doc.share.get(decoding.readVarString(from)), key: decoding.readVarString(from) };
  const [client, clock] = [decoding.readVarUint(from), decoding.readVarUint(from)];
  const key = kind === kinds.holder ? decoding.readVarString(from) : null;
  const struct = structAt(doc, Y.createID(client, clock));
  if (struct === undefined) return { type: kind === kinds.holder ? `${client} ${clock}` : undefined, key };
  if (!(struct instanceof Y.Item)) return { type: undefined, key };
  if (kind === kinds.beside) return { type: struct.parent, key: struct.parentSub };
  return { type: struct.content instanceof Y.ContentType ? struct.content.type : undefined, key };
};

/** Letters by which each text grows that gets too long by it, before what goes away of it is counted. */
function* longTexts(growth: Growth, doc: Y.Doc, isTime: () => boolean): Generator<undefined, Map<unknown, number>> {
  const texts = new Map<unknown, number>();
  for (const from = decoding.createDecoder(growth.texts); decoding.hasContent(from); ) {
    const { type } = read(from, doc);
    const letters = decoding.readVarUint(from);
    if (type !== undefined) texts.set(type, (texts.get(type) ?? 0) + letters);
    if (isTime()) yield;
  }
  const long = new Map<unknown, number>();
  for (const [type, letters] of texts) {
    const before = type instanceof Y.AbstractType ? type._length : 0;
    if (before + letters > relayLimits.textLengthTogether) long.set(type, letters);
    if (isTime()) yield;
  }
  return long;
}

/**
 * The same judgement on a whole large update as `checkGrowth` makes of a small one: what it deletes is to its credit. Pauses at
 * each `yield`; the document may change meanwhile.
 */
export function* judgeGrowth(
  growth: Growth,
  doc: Y.Doc,
  census: Census,
  mostElements: number = relayLimits.boardElementsTogether,
): Generator<undefined, Failure | undefined> {
  const { store } = doc;
  let steps = 0;
  const isTime = (): boolean => ++steps % stepsAtOnce === 0;

  const late = growth.clients.filter((client) => !store.clients.has(client)).length;
  if (store.clients.size + late > limits.boardClients && late > relayLimits.lateClients)
    return new Failure('BOARD_FULL', 'client ids');

  const long = yield* longTexts(growth, doc, isTime);
  const el = doc.getMap('el');
  const set = new Set<string>();
  let added = 0;
  if (el._map.size + growth.count > mostElements) {
    for (const from = decoding.createDecoder(growth.values); decoding.hasContent(from); ) {
      const { type, key } = read(from, doc);
      if (type === el && key !== null && !set.has(key)) {
        set.add(key);
        if (!el.has(key)) added++;
      }
      if (isTime()) yield;
    }
  }
  const isCrowded = added > 0 && census.elements + added > mostElements;
  if (long.size === 0 && !isCrowded) return undefined;

  let lost = 0;
  const credit = (struct: unknown, from: number, end: number): void => {
    if (!(struct instanceof Y.Item) || struct.deleted) return;
    const { parent, parentSub } = struct;
    const letters = long.get(parent);
    if (letters !== undefined && struct.countable) {
      const overlap = Math.min(end, struct.id.clock + struct.length) - Math.max(from, struct.id.clock);
      long.set(parent, letters - overlap);
    }
    if (parent === el && parentSub !== null && el._map.get(parentSub) === struct && !set.has(parentSub)) lost++;
  };
  for (const from = decoding.createDecoder(growth.deletes); decoding.hasContent(from); ) {
    const [client, begin, length] = [0, 0, 0].map(() => decoding.readVarUint(from)) as [number, number, number];
    if (isTime()) yield;
    const end = Math.min(begin + length, Y.getState(store, client));
    for (let clock = begin; clock < end; ) {
      const structs = store.clients.get(client) ?? [];
      for (let i = Y.findIndexSS(structs, clock); clock < end; i++) {
        const struct = structs[i];
        if (struct === undefined) break;
        credit(struct, begin, end);
        clock = struct.id.clock + struct.length;
        if (isTime()) break;
      }
      if (clock < end || steps % stepsAtOnce === 0) yield;
    }
  }
  for (const [type, letters] of long) {
    const before = type instanceof Y.AbstractType ? type._length : 0;
    if (letters > 0 && before + letters > relayLimits.textLengthTogether)
      return new Failure('TOO_LARGE', exceeded.text);
  }
  return isCrowded && added > lost && census.elements + added - lost > mostElements
    ? new Failure('BOARD_FULL', 'elements')
    : undefined;
}
