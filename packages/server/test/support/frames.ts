import { messageType, readServerMessage, type ServerMessage, syncType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

export type Heard =
  | ServerMessage
  | { readonly type: 'step1'; readonly body: Uint8Array }
  | { readonly type: 'step2'; readonly body: Uint8Array }
  | { readonly type: 'update'; readonly body: Uint8Array }
  | {
      readonly type: 'presence';
      readonly states: ReadonlyMap<number, { readonly clock: number; readonly state: Presence | null }>;
    };
export type Presence = {
  readonly user?: { readonly id: string; readonly name: string; readonly color: string };
  readonly [key: string]: unknown;
};
/** A frame of the server, taken apart. Throws when it is none. */
export const readHeard = (bytes: Uint8Array): Heard => {
  const decoder = decoding.createDecoder(bytes);
  const type = decoding.readVarUint(decoder);
  if (type === messageType.sync) {
    const kind = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder).slice();
    return { type: kind === syncType.step1 ? 'step1' : kind === syncType.step2 ? 'step2' : 'update', body };
  }
  if (type === messageType.awareness) {
    const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
    const states = new Map();
    for (let n = decoding.readVarUint(inner); n > 0; n--) {
      const client = decoding.readVarUint(inner);
      const clock = decoding.readVarUint(inner);
      states.set(client, { clock, state: JSON.parse(decoding.readVarString(inner)) });
    }
    return { type: 'presence', states };
  }
  const message = readServerMessage(type, decoder);
  if (message === undefined) throw new Error(`the server sent a frame of type ${type}`);
  return message;
};

const sync = (kind: number, body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
};

export const frames = {
  step1: (stateVector: Uint8Array = Y.encodeStateVector(new Y.Doc())) => sync(syncType.step1, stateVector),
  step2: (update: Uint8Array) => sync(syncType.step2, update),
  update: (update: Uint8Array) => sync(syncType.update, update),
  presence(client: number, clock: number, state: unknown): Uint8Array {
    const inner = encoding.createEncoder();
    encoding.writeVarUint(inner, 1);
    encoding.writeVarUint(inner, client);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, JSON.stringify(state));
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
    return encoding.toUint8Array(encoder);
  },
  queryPresence: () => Uint8Array.of(messageType.queryAwareness),
};

/** An update that adds one element-like record, by a client of its own or the given one. */
export const edit = (doc: Y.Doc, key: string, value: unknown = { k: 'r' }): Uint8Array => {
  const before = Y.encodeStateVector(doc);
  doc.getMap('el').set(key, value);
  return Y.encodeStateAsUpdate(doc, before);
};
