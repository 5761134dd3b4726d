import * as Y from 'yjs';
import { isAssetHash } from './ids.ts';
import { limits } from './limits.ts';
import { cut } from './parse.ts';
import { openRoots, schemaVersion } from './roots.ts';

/** What can be told of a document without opening it as a board: for the server's lists and sweeps. None of it throws. */
export interface BoardFacts {
  readonly name: string;
  /** Base records, those that cannot be drawn included. */
  readonly elements: number;
}

/** A board's name as one line, cut to its limit. */
export const cleanTitle = (value: unknown): string =>
  typeof value === 'string' ? cut(value.replace(/\p{Cc}+/gu, ' ').trim(), limits.nameLength) : '';

export const boardFacts = (doc: Y.Doc): BoardFacts => {
  const { meta, el } = openRoots(doc);
  return { name: cleanTitle(meta.get('name')), elements: el.size };
};

/** Every asset a board shows, by hash: what a sweep must keep. */
export const assetsIn = (doc: Y.Doc): ReadonlySet<string> => {
  const { el, ov } = openRoots(doc);
  const hashes = new Set<string>();
  el.forEach((record) => {
    const hash: unknown = typeof record === 'object' && record !== null && 'h' in record ? record.h : undefined;
    if (isAssetHash(hash)) hashes.add(hash);
  });
  ov.forEach((value, key) => {
    if (key.endsWith(':h') && isAssetHash(value)) hashes.add(value);
  });
  return hashes;
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
  const whole = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return whole;
};

/** The update that changes the name of a document whose whole state is given. */
export const renaming = (state: Uint8Array, name: string): Uint8Array => {
  const doc = named(state, name);
  const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(state));
  doc.destroy();
  return update;
};

const named = (state: Uint8Array | undefined, name: string): Y.Doc => {
  const doc = new Y.Doc();
  if (state !== undefined) Y.applyUpdate(doc, state);
  openRoots(doc).meta.set('name', cleanTitle(name));
  return doc;
};
