import './globals.ts';
import { bringsNothingNew, openBoard, toPlain } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { readFrame } from '../packages/server/src/rooms/frames.ts';

/** A document made of updates, to be asked what it holds. */
export interface Contents {
  add(update: Uint8Array): void;
  has(update: Uint8Array): boolean;
  update(): Uint8Array;
  /** Yjs client ids that wrote something in it. */
  authors(): ReadonlySet<number>;
  readonly doc: Y.Doc;
}

export const createContents = (updates: readonly Uint8Array[] = []): Contents => {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return {
    add: (update) => Y.applyUpdate(doc, update),
    has: (update) => bringsNothingNew(doc, update),
    update: () => Y.encodeStateAsUpdate(doc),
    authors: () => new Set(doc.store.clients.keys()),
    doc,
  };
};

/** Whether something waits in a document for content that has not come. */
export const waits = ({ store }: Y.Doc): boolean => store.pendingStructs !== null || store.pendingDs !== null;

/** Client ids that a frame from a client says something as, by content or presence. */
export const saidIn = (
  frame: Uint8Array,
): { readonly clients: readonly number[]; readonly history: boolean; readonly writes: boolean } => {
  const nothing = { clients: [], history: false, writes: false };
  try {
    const read = readFrame(frame);
    if (read.type === 'presence') return { ...nothing, clients: read.entries.map(({ client }) => client) };
    if (read.type !== 'update') return nothing;
    return { clients: [...Y.parseUpdateMeta(read.update).to.keys()], history: read.history, writes: true };
  } catch {
    return nothing;
  }
};

const sorted = <T>(entries: Iterable<readonly [number, T]>): (readonly [number, T])[] =>
  [...entries].sort(([a], [b]) => a - b);

/** Two documents are the same when these are: what is shown, and everything that was ever written and deleted. */
export const fingerprint = (doc: Y.Doc): { readonly shown: string; readonly history: string } => {
  const board = openBoard(doc);
  const shown = JSON.stringify([board.name, board.all().map(toPlain)]);
  board.close();
  const { sv, ds } = Y.snapshot(doc);
  const deleted = sorted(ds.clients).map(([client, items]) => [client, items.map(({ clock, len }) => [clock, len])]);
  return { shown, history: JSON.stringify([sorted(sv), deleted]) };
};
