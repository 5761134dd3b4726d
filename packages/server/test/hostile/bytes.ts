import * as encoding from 'lib0/encoding';

export type Part = number | string | Uint8Array | readonly Part[];

const write = (encoder: encoding.Encoder, part: Part): void => {
  if (typeof part === 'number') encoding.writeVarUint(encoder, part);
  else if (typeof part === 'string') encoding.writeVarString(encoder, part);
  else if (part instanceof Uint8Array) encoding.writeUint8Array(encoder, part);
  else for (const inner of part) write(encoder, inner);
};

/** Numbers as varuints, texts with their length and bytes as they are, one behind the other. */
export const bytesOf = (...parts: readonly Part[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder, parts);
  return encoding.toUint8Array(encoder);
};

/** Zeros without end: a reader that multiplies makes of them what is neither small nor large. */
export const endless = Uint8Array.from({ length: 161 }, (_, i) => (i < 160 ? 0x80 : 0));

/** A value as Yjs writes it. */
export const any = (value: unknown): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
};

/** An object as Yjs writes it, with keys that no object literal could have. */
export const anyObject = (entries: readonly (readonly [string, unknown])[]): Uint8Array =>
  bytesOf(
    Uint8Array.of(118),
    entries.length,
    entries.map(([key, value]) => [key, any(value)]),
  );

/** Kinds of content in an update of Yjs, by their number. */
export const content = { gc: 0, json: 2, binary: 3, string: 4, embed: 5, format: 6, type: 7, any: 8, doc: 9 } as const;

interface Id {
  readonly client: number;
  readonly clock: number;
}

/** One item as Yjs writes it: where it goes and what it holds, whether that makes sense or not. */
export const item = (
  kind: number,
  place: { readonly root: string; readonly key?: string } | { readonly origin: Id } | { readonly parent: Id },
  ...body: readonly Part[]
): Uint8Array => {
  if ('origin' in place) return bytesOf(Uint8Array.of(kind | 0x80), place.origin.client, place.origin.clock, ...body);
  if ('parent' in place) return bytesOf(Uint8Array.of(kind), 0, place.parent.client, place.parent.clock, ...body);
  const { root, key } = place;
  if (key === undefined) return bytesOf(Uint8Array.of(kind), 1, root, ...body);
  return bytesOf(Uint8Array.of(kind | 0x20), 1, root, key, ...body);
};

/** An update of one client's items from a clock on, with ranges to delete. */
export const updateOf = (
  { client, clock }: Id,
  items: readonly Uint8Array[],
  deletes: readonly (readonly [client: number, clock: number, length: number])[] = [],
): Uint8Array =>
  bytesOf(
    items.length === 0 ? 0 : [1, items.length, client, clock, items],
    deletes.length,
    deletes.map(([author, at, length]) => [author, 1, at, length]),
  );
