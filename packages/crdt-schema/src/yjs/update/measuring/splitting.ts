import * as Y from 'yjs';
import type { Reading } from '../reading/reading.ts';
import { indexOfClock, type Struct, structsByClient } from '../reading/structs.ts';

/** What moving one entry of a client's structs takes, in steps: they lie in one array, and splitting one moves those behind. */
const stepsPerMoved = 1 / 256;
/** What looking at one struct in a range to delete takes. */
const stepsPerSeen = 1 / 16;

type Structs = readonly Struct[];

/** Whether Yjs joins two structs that lie beside each other in the array of their client once both are deleted, as it seems. */
const canJoin = (left: Struct, right: Struct): boolean =>
  left instanceof Y.Item && right instanceof Y.Item
    ? left.right === right &&
      Y.compareIDs(right.origin, left.lastId) &&
      Y.compareIDs(left.rightOrigin, right.rightOrigin)
    : left instanceof Y.GC && right instanceof Y.GC;

/** The array places that are moved by joining what a range deletes, once for each run that becomes one struct. */
const joining = (structs: Structs, from: number, end: number, onSeen: () => void): number => {
  let moved = 0;
  let joins = false;
  let fresh = false;
  for (let i = Math.max(1, from); i < structs.length; i++) {
    const left = structs[i - 1];
    const right = structs[i];
    if (left === undefined || right === undefined) break;
    onSeen();
    const isBehind = right.id.clock >= end;
    // One that was deleted before is joined as well, in front of the range or behind it.
    if (canJoin(left, right) && (!isBehind || right.deleted)) {
      fresh ||= !left.deleted || !right.deleted;
      if (fresh && !joins) {
        moved += structs.length - i;
        joins = true;
      }
    } else {
      joins = false;
      fresh = false;
    }
    if (isBehind) break;
  }
  return moved;
};

/** The array places that are moved by joining what goes away with a shared text: its letters, wherever they lie. */
const joiningInside = (doc: Y.Doc, type: Y.AbstractType<unknown>, onSeen: () => void): number => {
  const clocks = new Map<number, Y.Item[]>();
  for (let item = type._start; item !== null; item = item.right) {
    onSeen();
    const known = clocks.get(item.id.client);
    if (known === undefined) clocks.set(item.id.client, [item]);
    else known.push(item);
  }
  let moved = 0;
  for (const [client, items] of clocks) {
    const structs = doc.store.clients.get(client) ?? [];
    items.sort((a, b) => a.id.clock - b.id.clock);
    let end = -1;
    let joins = false;
    for (const { id, length } of items) {
      if (id.clock !== end) joins = false;
      else if (!joins) {
        joins = true;
        moved += structs.length - indexOfClock(structs, id.clock);
      }
      end = id.clock + length;
    }
  }
  return moved;
};

export interface Splitting {
  /** What splitting and joining takes, in steps. */
  readonly steps: number;
  /** The most pieces that neighbors leave more than there were. */
  readonly pieces: number;
}

/**
 * What splitting and joining the pieces of a document takes: for neighbors inside of them, those that come with the update
 * among them, and for ranges to delete that end there or make one of several.
 */
export const splitting = (doc: Y.Doc, { structs, deletes }: Reading): Splitting => {
  const { store } = doc;
  let moved = 0;
  let pieces = 0;
  let seen = 0;
  let own: ReadonlyMap<number, Structs> | undefined;

  /** `isGoneSplit`: whether what is deleted is split as well. It is for neighbors, and is not for ranges. */
  const split = (client: number, clock: number, isGoneSplit: boolean): boolean => {
    const isKnown = clock < Y.getState(store, client);
    if (!isKnown) own ??= structsByClient(structs);
    const list = (isKnown ? store.clients : own)?.get(client);
    if (list === undefined) return false;
    const index = indexOfClock(list, clock);
    const struct = list[index];
    const isSplit = struct instanceof Y.Item && (isGoneSplit || !struct.deleted) && struct.id.clock < clock;
    if (isSplit) moved += list.length - index;
    return isSplit;
  };
  const onSeen = (): void => {
    seen++;
  };

  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { origin, rightOrigin } = struct;
    if (origin !== null && split(origin.client, origin.clock + 1, true)) pieces++;
    if (rightOrigin !== null && split(rightOrigin.client, rightOrigin.clock, true)) pieces++;
  }
  for (const [client, ranges] of deletes) {
    const list = store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      split(client, clock, false);
      split(client, clock + len, false);
      const index = indexOfClock(list, clock);
      if (index < 0) continue;
      moved += joining(list, index, clock + len, onSeen);
      for (let i = index; i < list.length; i++) {
        const struct = list[i];
        if (struct === undefined || struct.id.clock >= clock + len) break;
        if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentType)
          moved += joiningInside(doc, struct.content.type, onSeen);
      }
    }
  }
  return { steps: moved * stepsPerMoved + seen * stepsPerSeen, pieces };
};
