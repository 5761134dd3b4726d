import * as Y from 'yjs';
import { encodeState } from '../../encode-state.ts';
import type { Clocks } from './collisions.ts';
import { updateWriter } from './encode.ts';

/** What is left of a document in which others have taken clocks that were to be ours (`collisions.ts`). */

const collides = (collisions: Clocks, id: unknown): boolean =>
  id instanceof Y.ID && id.clock >= (collisions.get(id.client) ?? Number.POSITIVE_INFINITY);

/** An update without what stands at colliding clocks, or builds on that, and all that follows it. */
const withoutColliding = (update: Uint8Array, collisions: Clocks): Uint8Array => {
  const read = Y.decodeUpdate(update);
  const writer = updateWriter();
  const lost = new Map(collisions);
  // What builds on something lost is lost as well, no matter who wrote it.
  for (let grows = true; grows; ) {
    grows = false;
    for (const struct of read.structs) {
      if (!(struct instanceof Y.Item) || collides(lost, struct.id)) continue;
      const builds = [struct.origin, struct.rightOrigin, struct.parent as unknown].some((id) => collides(lost, id));
      if (!builds) continue;
      lost.set(struct.id.client, struct.id.clock);
      grows = true;
    }
  }
  for (const struct of read.structs) if (!collides(lost, struct.id)) writer.add(struct);
  for (const [client, ranges] of read.ds.clients) {
    const end = lost.get(client) ?? Number.POSITIVE_INFINITY;
    for (const { clock, len } of ranges) if (clock < end) writer.delete([client, clock, Math.min(len, end - clock)]);
  }
  return writer.finish();
};

/** Elements that something at colliding clocks belongs to: what a person did to them has to be done again. */
export const collidingElements = (doc: Y.Doc, collisions: Clocks): ReadonlySet<string> => {
  const roots = new Map<unknown, string>(['el', 'ov', 'tx'].map((name) => [doc.getMap(name), name]));
  const ids = new Set<string>();
  for (const [client, from] of collisions) {
    for (const struct of doc.store.clients.get(client) ?? []) {
      if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= from) continue;
      const { parent } = struct;
      if (!(parent instanceof Y.AbstractType)) continue;
      const holder = parent._item ?? struct;
      const key = holder.parentSub;
      if (roots.has(holder.parent) && key !== null) ids.add(key.split(':')[0] ?? key);
    }
  }
  return ids;
};

/** What the one who has this state vector lacks, without what is lost. */
export const sinceWithout = (doc: Y.Doc, vector: Uint8Array, collisions: Clocks): Uint8Array =>
  withoutColliding(encodeState(doc, vector), collisions);
