import { Failure, limits, messageType, mostNumberBytes, numberWithoutEnd, syncType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A frame from a client, taken apart as far as its envelope goes. */
export type ClientFrame =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array; readonly history: boolean }
  | { readonly type: 'presence'; readonly entries: readonly PresenceEntry[] }
  | { readonly type: 'queryPresence' }
  | { readonly type: 'live'; readonly body: Uint8Array };

/** One client's presence as it travels: `json` is UTF-8 and has not been parsed. */
export interface PresenceEntry {
  readonly client: number;
  readonly clock: number;
  readonly json: Uint8Array;
}

/** Most entries of one presence frame: everybody on a very full board, as stock clients echo them. */
const presenceEntries = 2_000;

/** Reads a frame. Throws `Failure` (`MALFORMED`, `TOO_LARGE`) and nothing else. Byte fields of 'update' are copies. */
export const readFrame = (bytes: Uint8Array): ClientFrame => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const frame = readBody(decoder, readNumber(decoder));
    if (decoding.hasContent(decoder)) throw new Failure('MALFORMED', 'bytes behind the message');
    return frame;
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('MALFORMED', String(error));
  }
};

const readBody = (decoder: decoding.Decoder, type: number): ClientFrame => {
  switch (type) {
    case messageType.sync:
      return readSync(decoder, readNumber(decoder));
    case messageType.awareness: {
      const inner = decoding.createDecoder(readBytes(decoder, Number.MAX_SAFE_INTEGER));
      const entries = readEntries(inner);
      if (decoding.hasContent(inner)) throw new Failure('MALFORMED', 'bytes behind the presence');
      return { type: 'presence', entries };
    }
    case messageType.queryAwareness:
      return { type: 'queryPresence' };
    case messageType.live:
      return { type: 'live', body: readBytes(decoder, limits.liveBytes) };
    default:
      throw new Failure('MALFORMED', `message type ${type}`);
  }
};

const readSync = (decoder: decoding.Decoder, type: number): ClientFrame => {
  switch (type) {
    case syncType.step1:
      return { type: 'step1', stateVector: readBytes(decoder, limits.syncStepBytes).slice() };
    case syncType.step2:
      return { type: 'update', update: readBytes(decoder, limits.syncStepBytes).slice(), history: true };
    case syncType.update:
      return { type: 'update', update: readBytes(decoder, limits.updateBytes).slice(), history: false };
    default:
      throw new Failure('MALFORMED', `sync message ${type}`);
  }
};

const readEntries = (decoder: decoding.Decoder): PresenceEntry[] => {
  const count = readNumber(decoder);
  if (count > presenceEntries) throw new Failure('TOO_LARGE', `${count} presence states`);
  const entries: PresenceEntry[] = [];
  for (let i = 0; i < count; i++) {
    const client = readNumber(decoder);
    const clock = readNumber(decoder);
    entries.push({ client, clock, json: readBytes(decoder, Number.MAX_SAFE_INTEGER) });
  }
  return entries;
};

/** lib0's own reader makes of zeros without end what is neither small nor large. */
const readNumber = (decoder: decoding.Decoder): number => {
  const begin = decoder.pos;
  const value = decoding.readVarUint(decoder);
  if (decoder.pos - begin > mostNumberBytes) throw new Failure('MALFORMED', numberWithoutEnd);
  return value;
};

/**
 * lib0's own reader checks against the underlying ArrayBuffer, and that may be a pool shared with other connections:
 * a length that lies would read their bytes.
 */
const readBytes = (decoder: decoding.Decoder, most: number): Uint8Array => {
  const length = readNumber(decoder);
  if (length > decoder.arr.length - decoder.pos) throw new Failure('MALFORMED', 'cut off');
  if (length > most) throw new Failure('TOO_LARGE', `${length} bytes where ${most} are allowed`);
  return decoding.readUint8Array(decoder, length);
};

/** What a server says of a client that is there: as its client said it, and with the clock that its own people were told. */
export interface SharedEntry extends PresenceEntry {
  /** Grows with all that the server says of the client. */
  readonly said: number;
}

/** Presence as servers tell each other. */
export const encodeShared = (entries: readonly SharedEntry[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { client, clock, said, json } of entries) {
    for (const number of [client, clock, said]) encoding.writeVarUint(encoder, number);
    encoding.writeVarUint8Array(encoder, json);
  }
  return encoding.toUint8Array(encoder);
};

/** Reads what `encodeShared` wrote. Throws when it did not. */
export const readShared = (bytes: Uint8Array): readonly SharedEntry[] => {
  const decoder = decoding.createDecoder(bytes);
  const count = readNumber(decoder);
  if (count > presenceEntries) throw new Failure('TOO_LARGE', `${count} presence states`);
  const entries: SharedEntry[] = [];
  for (let i = 0; i < count; i++) {
    const [client, clock, said] = [readNumber(decoder), readNumber(decoder), readNumber(decoder)];
    entries.push({ client, clock, said, json: readBytes(decoder, Number.MAX_SAFE_INTEGER) });
  }
  if (decoding.hasContent(decoder)) throw new Failure('MALFORMED', 'bytes behind the presence');
  return entries;
};

const syncFrame = (type: number, body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
};

export const encodeStep1 = (stateVector: Uint8Array): Uint8Array => syncFrame(syncType.step1, stateVector);
export const encodeStep2 = (update: Uint8Array): Uint8Array => syncFrame(syncType.step2, update);
export const encodeUpdate = (update: Uint8Array): Uint8Array => syncFrame(syncType.update, update);

/** Without entries it changes nothing, and still shows a y-websocket client that the connection is alive. */
export const encodePresence = (entries: readonly PresenceEntry[]): Uint8Array => {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const { client, clock, json } of entries) {
    encoding.writeVarUint(inner, client);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarUint8Array(inner, json);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
};
