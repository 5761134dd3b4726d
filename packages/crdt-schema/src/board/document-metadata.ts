import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { truncate } from '../elements/parse.ts';
import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { lastIdAt, openRoots, type roots, schemaVersion } from '../yjs/roots.ts';
import { checkClients, checkPieces } from '../yjs/update/measuring/growth.ts';
import { readUpdate } from '../yjs/update/reading/reading.ts';

/** What can be told of a document without opening it as a board: for the server's lists and sweeps. None of it throws. */
export interface DocumentMetadata {
  readonly name: string;
  /** Base records, those that cannot be drawn included. */
  readonly elements: number;
}

/** A board's name as one line, cut to its limit. */
export const parseName = (value: unknown): string =>
  typeof value === 'string' ? truncate(value.replace(/\p{Cc}+/gu, ' ').trim(), limits.nameLength) : '';

export const documentMetadata = (doc: Y.Doc): DocumentMetadata => {
  const { meta, el } = openRoots(doc);
  return { name: parseName(meta.get('name')), elements: el.size };
};

/** What this version may do with a board: everything, look at it only, or neither before it is reloaded as a newer one. */
export type Gate = 'open' | 'read-only' | 'reload';

export const versionGate = (doc: Y.Doc): Gate => {
  const { meta } = openRoots(doc);
  const least = (key: string): number => {
    const value = meta.get(key);
    return typeof value === 'number' ? value : 0;
  };
  if (least('minR') > schemaVersion) return 'reload';
  return least('minW') > schemaVersion ? 'read-only' : 'open';
};

/** A whole document with its name changed, as one update. `state` is a whole document too; empty for a new board. */
export const withName = (state: Uint8Array | undefined, name: string): Uint8Array => {
  const doc = named(state, name);
  const whole = encodeState(doc);
  doc.destroy();
  return whole;
};

/**
 * The update that changes the name of a document whose updates are given, all of them. Reads all of it. Throws a `Failure` when the
 * document has had as many names, or client ids, as it may.
 */
export const renaming = (parts: readonly Uint8Array[], name: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part);
  });
  const update = nameUpdate(doc, name);
  const reading = readUpdate(update);
  const wrong = reading instanceof Failure ? reading : (checkPieces(reading, doc) ?? checkClients(reading, doc));
  doc.destroy();
  if (wrong !== undefined) throw wrong;
  return update;
};

/**
 * The update that changes the name of a document, which itself stays as it is. Written by hand, as `Y.Map.set` would write it
 * under a client id of its own: one item behind the one that holds the name now (Yjs 13, update format v1). Costs the same for
 * every size of document.
 */
export const nameUpdate = (doc: Y.Doc, name: string, client = Math.floor(Math.random() * 2 ** 32)): Uint8Array => {
  const before = lastIdAt(openRoots(doc).meta, nameKey);
  const encoder = encoding.createEncoder();
  const number = (value: number): void => encoding.writeVarUint(encoder, value);
  // One client with one struct, at clock 0.
  for (const value of [1, 1, client, 0]) number(value);
  if (before === undefined) {
    encoding.writeUint8(encoder, contentAny | hasParentSub);
    // The parent is a root type, by its name.
    number(1);
    encoding.writeVarString(encoder, rootName);
    encoding.writeVarString(encoder, nameKey);
  } else {
    encoding.writeUint8(encoder, contentAny | hasParentSub | hasOrigin);
    number(before.client);
    number(before.clock);
  }
  number(1);
  encoding.writeAny(encoder, parseName(name));
  // Nothing is deleted: what the new value stands behind goes by itself.
  number(0);
  return encoding.toUint8Array(encoder);
};

const rootName: (typeof roots)[number] = 'meta';
const nameKey = 'name';
const contentAny = 8;
const hasOrigin = 0b1000_0000;
const hasParentSub = 0b0010_0000;

const named = (state: Uint8Array | undefined, name: string): Y.Doc => {
  const doc = createBoardDoc();
  if (state !== undefined) Y.applyUpdate(doc, state);
  openRoots(doc).meta.set(nameKey, parseName(name));
  return doc;
};
