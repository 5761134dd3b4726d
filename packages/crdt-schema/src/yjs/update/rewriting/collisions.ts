import * as Y from 'yjs';
import type { Struct } from '../reading/structs.ts';

/** Clocks by Yjs client id. */
export type Clocks = ReadonlyMap<number, number>;

const sameId = (a: Y.ID | null, b: Y.ID | null): boolean => Y.compareIDs(a, b);

const originAt = (item: Y.Item, clock: number): Y.ID | null =>
  clock === item.id.clock ? item.origin : new Y.ID(item.id.client, clock - 1);

/** What an item holds at one of its clocks, as something to compare. */
const valueAt = ({ id, content }: Y.Item, clock: number): unknown => {
  const at = clock - id.clock;
  if (content instanceof Y.ContentString) return content.str[at];
  if (content instanceof Y.ContentAny) return JSON.stringify(content.arr[at], (_key, value) => plain(value));
  if (content instanceof Y.ContentBinary) return content.content.join();
  if (content instanceof Y.ContentFormat) return JSON.stringify([content.key, content.value]);
  return content.constructor;
};
const plain = (value: unknown): unknown => (value instanceof Uint8Array ? [...value] : value);

/** Whether something stands directly under a root. What is removed there leaves an item behind; what goes with its text does not. */
const isUnderRoot = ({ parent }: Y.Item): boolean => parent instanceof Y.AbstractType && parent._item === null;

/**
 * Whether what another person says of a clock is what was written here. What was taken back here is nobody's loss, and what was stored
 * may have been removed by others since: then it still stands where it stood.
 */
const agrees = (mine: Struct, theirs: Struct, clock: number): boolean => {
  if (mine.deleted || !(mine instanceof Y.Item)) return true;
  if (!(theirs instanceof Y.Item)) return !isUnderRoot(mine);
  const origin = originAt(mine, clock);
  return (
    sameId(origin, originAt(theirs, clock)) &&
    sameId(mine.rightOrigin, theirs.rightOrigin) &&
    (origin !== null || mine.rightOrigin !== null || mine.parentSub === theirs.parentSub) &&
    (theirs.content instanceof Y.ContentDeleted || valueAt(mine, clock) === valueAt(theirs, clock))
  );
};

/** What an update holds that comes from our own document or our own server; undefined when it cannot be read. */
const decoded = (update: Uint8Array): ReturnType<typeof Y.decodeUpdate> | undefined => {
  try {
    return Y.decodeUpdate(update);
  } catch {
    return undefined;
  }
};

/**
 * Where an update from a server says something else than was written here under the same client ids: a person has taken the clocks that
 * were to be ours. `begins` tells from which clocks on that is not known to be stored.
 */
export const collisionsIn = (doc: Y.Doc, update: Uint8Array, begins: Clocks): Clocks => {
  const collisions = new Map<number, number>();
  for (const theirs of decoded(update)?.structs ?? []) {
    const { client } = theirs.id;
    const begin = begins.get(client);
    const own = doc.store.clients.get(client);
    if (begin === undefined || own === undefined || collisions.has(client)) continue;
    const end = Math.min(theirs.id.clock + theirs.length, Y.getState(doc.store, client));
    for (let clock = Math.max(begin, theirs.id.clock); clock < end; clock++) {
      const mine = own[Y.findIndexSS(own, clock)];
      if (mine === undefined || agrees(mine, theirs, clock)) continue;
      collisions.set(client, clock);
      break;
    }
  }
  return collisions;
};

/**
 * A state vector that asks for our own content as well, from where they are not known to be stored. Undefined when there are none, and
 * the usual question will do.
 */
export const askingBack = (doc: Y.Doc, begins: Clocks): Uint8Array | undefined => {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
  let lowered = false;
  for (const [client, clock] of begins) {
    if ((vector.get(client) ?? 0) <= clock) continue;
    vector.set(client, clock);
    lowered = true;
  }
  return lowered ? Y.encodeStateVector(vector) : undefined;
};

/** Whether the one who has this state vector knows content of ours that we do not know to be stored. */
export const knowsOurs = (vector: Uint8Array, begins: Clocks): boolean => {
  const known = Y.decodeStateVector(vector);
  return [...begins].some(([client, clock]) => (known.get(client) ?? 0) > clock);
};
