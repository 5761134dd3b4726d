import * as Y from 'yjs';
import { type Struct, structsByClient } from './structs.ts';

/** In which order Yjs places the structs of an update, and those it cannot place because of what is missing. */
export interface Integration {
  readonly order: readonly Struct[];
  readonly rest: readonly Struct[];
}

interface Queue {
  readonly structs: readonly Struct[];
  next: number;
}

/** Where the ids of a client end that are known before the update. */
export type EndOf = (client: number) => number;

export const endsIn =
  (doc: Y.Doc): EndOf =>
  (client) =>
    Y.getState(doc.store, client);

/** Where the ids of clients end while an update is gone through: where it was told to reach, else what is known before. */
export const followEnds = (endOf: EndOf) => {
  const ends = new Map<number, number>();
  return {
    endOf: (client: number): number => ends.get(client) ?? endOf(client),
    reach(client: number, end: number): void {
      ends.set(client, end);
    },
  };
};

const queuesOf = (structs: readonly Struct[]): ReadonlyMap<number, Queue> =>
  new Map([...structsByClient(structs)].map(([client, own]) => [client, { structs: own, next: 0 }]));

/** The client whose next content an item waits for. Its own came before it. */
const missingFor = (struct: Struct, reached: EndOf): number | undefined => {
  if (!(struct instanceof Y.Item)) return undefined;
  const { origin, rightOrigin, id } = struct;
  const parent: unknown = struct.parent;
  const waits = (needed: Y.ID | null): boolean =>
    needed !== null && needed.client !== id.client && needed.clock >= reached(needed.client);
  if (waits(origin)) return origin?.client;
  if (waits(rightOrigin)) return rightOrigin?.client;
  return parent instanceof Y.ID && waits(parent) ? parent.client : undefined;
};

/**
 * The order of Yjs's `integrateStructs`: the highest client id first, and before each struct those it builds on. Unlike
 * that, it takes time in proportion to the structs also where many wait for what does not come. What is known is left out.
 */
export const integrationOf = (structs: readonly Struct[], endOf: EndOf): Integration => {
  const queues = queuesOf(structs);
  const { endOf: reached, reach } = followEnds(endOf);
  const order: Struct[] = [];
  const rest: Struct[] = [];
  /** Clients whose next struct waits for the next of the one above. */
  const stack: Queue[] = [];

  /** A dead end: nothing of those on the stack can be placed, nor what they would say later. */
  const giveUp = (): void => {
    for (const queue of stack) {
      for (let i = queue.next; i < queue.structs.length; i++) {
        const struct = queue.structs[i];
        if (struct !== undefined) rest.push(struct);
      }
      queue.next = queue.structs.length;
    }
    stack.length = 0;
  };

  const onStack = new Set<Queue>();
  for (const [, target] of [...queues].sort(([a], [b]) => b - a)) {
    while (target.next < target.structs.length) {
      stack.push(target);
      onStack.add(target);
      while (stack.length > 0) {
        const queue = stack.at(-1);
        const struct = queue?.structs[queue.next];
        if (queue === undefined || struct === undefined) break;
        const { client, clock } = struct.id;
        const end = reached(client);
        const missing = clock > end || struct instanceof Y.Skip ? client : missingFor(struct, reached);
        if (missing === undefined) {
          queue.next++;
          if (clock + struct.length > end) {
            order.push(struct);
            reach(client, clock + struct.length);
          }
          stack.pop();
          onStack.delete(queue);
          continue;
        }
        if (struct instanceof Y.Skip) {
          // What follows a gap is missing its beginning, unless that is known.
          queue.next++;
          stack.pop();
          onStack.delete(queue);
          continue;
        }
        const needed = missing === client ? undefined : queues.get(missing);
        if (needed === undefined || needed.next >= needed.structs.length || onStack.has(needed)) {
          giveUp();
          onStack.clear();
        } else {
          stack.push(needed);
          onStack.add(needed);
        }
      }
    }
  }
  return { order, rest };
};
