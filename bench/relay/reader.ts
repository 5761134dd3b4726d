import { messageType, readLive, readServerMessage, syncType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

/** Told what a frame brought, by Yjs client id. */
export interface Listener {
  /** Everything this client wrote up to its clock `end` has arrived. */
  document(client: number, end: number): void;
  cursor(client: number, clock: number): void;
  /** `id`: of what is in progress, `liveIds`. */
  live(client: number, id: number, seq: number): void;
  /** The first `count` updates of this socket are on disk. */
  saved(count: number): void;
}

const readCursors = (bytes: Uint8Array, listener: Listener): void => {
  const decoder = decoding.createDecoder(bytes);
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    decoding.readVarUint8Array(decoder);
    listener.cursor(client, clock);
  }
};

/** Reads a frame as far as is needed to tell what arrived. Other frames are passed over. */
export const readArrival = (bytes: Uint8Array, listener: Listener): void => {
  const decoder = decoding.createDecoder(bytes);
  const type = decoding.readVarUint(decoder);
  if (type === messageType.sync) {
    if (decoding.readVarUint(decoder) !== syncType.update) return;
    const { to } = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder));
    for (const [client, end] of to) listener.document(client, end);
  } else if (type === messageType.awareness) {
    readCursors(decoding.readVarUint8Array(decoder), listener);
  } else {
    const message = readServerMessage(type, decoder);
    if (message?.type === 'saved') listener.saved(message.count);
    if (message?.type !== 'live') return;
    const live = readLive(message.body);
    if (live !== undefined) listener.live(live.client, live.live, live.seq);
  }
};
