import * as encoding from 'lib0/encoding';

/** A struct as a client without Yjs writes it: neighbors are `[client, clock]`. */
export interface CraftedItem {
  readonly origin?: readonly [number, number] | undefined;
  readonly rightOrigin?: readonly [number, number] | undefined;
  /** The id of the shared text it lies in, or the root and key; only read where there is no neighbor. */
  readonly parent?: readonly [number, number] | readonly [string, string] | undefined;
  /** Letters; without them, and without what follows, it is a shared text. */
  readonly text?: string | undefined;
  /** A value that says nothing, or the beginning of bold letters. */
  readonly kind?: 'value' | 'format' | undefined;
}

export interface CraftedClient {
  readonly client: number;
  readonly clock: number;
  readonly items: readonly CraftedItem[];
}

const writeItem = (e: encoding.Encoder, { origin, rightOrigin, parent, text, kind }: CraftedItem): void => {
  const named = origin === undefined && rightOrigin === undefined && typeof parent?.[0] === 'string';
  const content = kind === 'value' ? 8 : kind === 'format' ? 6 : text === undefined ? 7 : 4;
  encoding.writeUint8(e, content | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (named ? 0x20 : 0));
  for (const id of [origin, rightOrigin]) for (const number of id ?? []) encoding.writeVarUint(e, number);
  if (origin === undefined && rightOrigin === undefined && parent !== undefined) {
    encoding.writeVarUint(e, named ? 1 : 0);
    for (const part of parent)
      typeof part === 'string' ? encoding.writeVarString(e, part) : encoding.writeVarUint(e, part);
  }
  if (kind === 'value') {
    encoding.writeVarUint(e, 1);
    encoding.writeAny(e, undefined);
  } else if (kind === 'format') for (const part of ['bold', 'true']) encoding.writeVarString(e, part);
  else if (text === undefined) encoding.writeVarUint(e, 2);
  else encoding.writeVarString(e, text);
};

/** An update, byte by byte, with ranges `[client, clock, length]` to delete. */
export const craftUpdate = (
  clients: readonly CraftedClient[],
  deletes: readonly (readonly [number, number, number])[] = [],
): Uint8Array => {
  const e = encoding.createEncoder();
  encoding.writeVarUint(e, clients.length);
  for (const { client, clock, items } of clients) {
    for (const number of [items.length, client, clock]) encoding.writeVarUint(e, number);
    for (const item of items) writeItem(e, item);
  }
  const byClient = new Map<number, (readonly [number, number, number])[]>();
  for (const range of deletes) {
    const known = byClient.get(range[0]);
    if (known === undefined) byClient.set(range[0], [range]);
    else known.push(range);
  }
  encoding.writeVarUint(e, byClient.size);
  for (const [client, ranges] of byClient) {
    for (const number of [client, ranges.length]) encoding.writeVarUint(e, number);
    for (const [, clock, length] of ranges) for (const number of [clock, length]) encoding.writeVarUint(e, number);
  }
  return encoding.toUint8Array(e);
};

/** A text of so many letters, each a piece of its own. */
export const lettersApart = (client: number, letters: number, id = 'abcdefghij-_'): CraftedClient => ({
  client,
  clock: 0,
  items: [
    { parent: ['tx', id] },
    // Each in front of the one before, so that Yjs cannot join them.
    ...Array.from({ length: letters }, (_, i) =>
      i === 0 ? { parent: [client, 0] as const, text: 'a' } : { rightOrigin: [client, i] as const, text: 'a' },
    ),
  ],
});

/** A text of so many letters, one behind the other, each told of on its own. */
export const lettersInARow = (client: number, letters: number, id = 'abcdefghij-_'): CraftedClient => ({
  client,
  clock: 0,
  items: [
    { parent: ['tx', id] },
    ...Array.from({ length: letters }, (_, i) =>
      i === 0 ? { parent: [client, 0] as const, text: 'a' } : { origin: [client, i] as const, text: 'a' },
    ),
  ],
});

/**
 * Letters that each name a neighbor far to the right and none to the left: Yjs looks at everything in front of that neighbor
 * for each of them. `author` has written by `lettersApart`, and has a lower client id.
 */
export const farNeighbors = (client: number, count: number, author: number): CraftedClient => ({
  client,
  clock: 0,
  items: Array.from({ length: count }, () => ({ rightOrigin: [author, 1] as const, text: 'b' })),
});

/** The same for an author with a higher client id who has written `letters` by `lettersInARow`. */
export const scatteredNeighbors = (client: number, count: number, author: number, letters: number): CraftedClient => ({
  client,
  clock: 0,
  items: Array.from({ length: count }, (_, i) => ({
    rightOrigin: [author, letters - (i % (letters >> 1))] as const,
    text: 'b',
  })),
});

/** Values of one key of `meta` that two clients set in turn, so that Yjs cannot join them. */
export const keyInTurn = (one: number, other: number, times: number, key = 'x'): readonly CraftedClient[] => [
  {
    client: one,
    clock: 0,
    items: Array.from({ length: times }, (_, i) =>
      i === 0
        ? { parent: ['meta', key] as const, kind: 'value' as const }
        : { origin: [other, i - 1] as const, kind: 'value' as const },
    ),
  },
  {
    client: other,
    clock: 0,
    items: Array.from({ length: times }, (_, i) => ({ origin: [one, i] as const, kind: 'value' as const })),
  },
];

/** The same key set again and again by one client that knows nothing of its past. */
export const keyWithoutPast = (client: number, times: number, key = 'x'): CraftedClient => ({
  client,
  clock: 0,
  items: Array.from({ length: times }, () => ({ parent: ['meta', key] as const, kind: 'value' as const })),
});

/** Clients that each wait for one other that never comes. */
export const waitingClients = (count: number): Uint8Array =>
  craftUpdate(
    Array.from({ length: count }, (_, i) => ({
      client: 1_000 + i,
      clock: 0,
      items: [{ origin: [997, 0] as const, text: 'a' }],
    })),
  );
