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

/** The structs of one update, found by id. */
export const structsById = (structs: readonly Struct[]): ((id: Y.ID) => Struct | undefined) => {
  const clients = new Map<number, Struct[]>();
  for (const struct of structs) {
    const known = clients.get(struct.id.client);
    if (known === undefined) clients.set(struct.id.client, [struct]);
    else known.push(struct);
  }
  return ({ client, clock }) => {
    const list = clients.get(client) ?? [];
    let low = 0;
    let high = list.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const struct = list[middle];
      if (struct === undefined) return undefined;
      if (clock < struct.id.clock) high = middle - 1;
      else if (clock >= struct.id.clock + struct.length) low = middle + 1;
      else return struct;
    }
    return undefined;
  };
};
