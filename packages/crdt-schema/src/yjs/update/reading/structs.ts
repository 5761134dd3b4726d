import * as Y from 'yjs';

/** A struct of an update, or of a document: content, a hole where content was, or a gap. */
export type Struct = Y.Item | Y.GC | Y.Skip;

/** Clocks of one client: `len` of them from `clock` on. */
export type Range = { readonly clock: number; readonly len: number };

/** Where in sorted ranges the first one stands that ends behind a clock. */
export const firstBehind = (ranges: readonly Range[], clock: number): number => {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.clock + range.len <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether ranges, which are sorted and do not overlap, hold a clock. */
export const holdsClock = (ranges: readonly Range[] | undefined, clock: number): boolean => {
  const range = ranges?.[firstBehind(ranges, clock)];
  return range !== undefined && range.clock <= clock;
};

/** The struct of a document that holds a clock, or undefined where the document has not got so far. */
export const structAt = (doc: Y.Doc, { client, clock }: Y.ID): Struct | undefined => {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return undefined;
  return structs[Y.findIndexSS(structs, clock)];
};

/** The structs of a document that hold clocks of a range, in order; those it has not got are passed over. Splits nothing. */
export function* structsIn(doc: Y.Doc, client: number, { clock, len }: Range): Generator<Struct> {
  if (clock >= Y.getState(doc.store, client)) return;
  const structs = doc.store.clients.get(client) ?? [];
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i];
    if (struct === undefined || struct.id.clock >= clock + len) return;
    yield struct;
  }
}

/** The structs of one update by their clients, in the order of their clocks. */
export const structsByClient = (structs: readonly Struct[]): ReadonlyMap<number, readonly Struct[]> => {
  const clients = new Map<number, Struct[]>();
  for (const struct of structs) {
    const known = clients.get(struct.id.client);
    if (known === undefined) clients.set(struct.id.client, [struct]);
    else known.push(struct);
  }
  return clients;
};

/** The index of the one among a client's structs that holds a clock; -1 where none does. */
export const indexOfClock = (structs: readonly Struct[], clock: number): number => {
  let low = 0;
  let high = structs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const struct = structs[middle];
    if (struct === undefined || clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return middle;
  }
  return -1;
};

/** The structs of one update, found by id. */
export const structsById = (structs: readonly Struct[]): ((id: Y.ID) => Struct | undefined) => {
  const clients = structsByClient(structs);
  return ({ client, clock }) => {
    const own = clients.get(client) ?? [];
    return own[indexOfClock(own, clock)];
  };
};

export interface Following<P> {
  /** What an item says of its place; undefined when it stands beside another, which knows. */
  readonly stated: (item: Y.Item) => P | undefined;
  /** Whose place is that of an item which does not state it; a neighbor of it by default. */
  readonly next?: (item: Y.Item) => Y.ID | null;
  /** The neighbor, where it is to be followed. */
  readonly find: (id: Y.ID) => Struct | undefined;
  /** The place of a neighbor that is not to be followed; undefined when that cannot be known. */
  readonly outside: (id: Y.ID) => P | undefined;
}

const neighborOf = ({ origin, rightOrigin }: Y.Item): Y.ID | null => origin ?? rightOrigin;

/**
 * Finds out where items of an update go: one that stands beside another does not name its place, so its neighbors are followed
 * until one does. Each item is followed once, however many are asked for.
 */
export const followNeighbors = <P>({
  stated,
  next: nextOf = neighborOf,
  find,
  outside,
}: Following<P>): ((item: Y.Item) => P | undefined) => {
  const known = new Map<Y.Item, P | undefined>();
  return (item) => {
    const followed: Y.Item[] = [];
    let place: P | undefined;
    for (let at: Y.Item | undefined = item; at !== undefined; ) {
      if (known.has(at)) {
        place = known.get(at);
        break;
      }
      // Marked before it is followed, so that items which name each other end the walk.
      known.set(at, undefined);
      followed.push(at);
      place = stated(at);
      const beside: Y.ID | null = nextOf(at);
      if (place !== undefined || beside === null) break;
      const next: Struct | undefined = find(beside);
      if (next === undefined) place = outside(beside);
      at = next instanceof Y.Item ? next : undefined;
    }
    for (const seen of followed) known.set(seen, place);
    return place;
  };
};
