import { Failure, isEmptyUpdate } from '@gesso/crdt-schema';
import * as Y from 'yjs';

export const checkUpdate = (update: Uint8Array): Failure | undefined => {
  try {
    Y.decodeUpdate(update);
    return undefined;
  } catch (error) {
    return new Failure('MALFORMED', String(error));
  }
};

export const bringsNothingNew = (doc: Y.Doc, update: Uint8Array): boolean => {
  if (isEmptyUpdate(update)) return true;
  const { structs, ds } = Y.decodeUpdate(update);
  return ds.clients.size === 0 && structs.every((s) => s.id.clock + s.length <= Y.getState(doc.store, s.id.client));
};

export const parsePresence = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

export const liveClient = (bytes: Uint8Array): number | undefined =>
  bytes.length < 8 ? undefined : new DataView(bytes.buffer, bytes.byteOffset).getUint32(1, true);
