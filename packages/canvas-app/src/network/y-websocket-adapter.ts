import { applyRemoteUpdate, type BoardDoc, messageType, syncType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type { BoardSocket } from './board-socket.ts';

/**
 * All that Gesso does differently from y-websocket (3.1.0), and all that is known of its inside: README.md has a row for each, and
 * `y-websocket-adapter.test.ts` a sentence for when it changes.
 */

export interface ProviderEvents {
  /** Opens the socket of this address. Its frame rules are set already. */
  openSocket(url: string): BoardSocket;
  /** Hears a message of Gesso's own; the decoder stands behind its type. */
  message(type: number, decoder: decoding.Decoder): void;
  /** Whether the document is taken no further: what the server says of it is not heard. */
  isLeaving(): boolean;
  /** Hears what the server has. Returns what it lacks where it is told that now. `synced`: its own state has come before. */
  question(stateVector: Uint8Array, synced: boolean): Uint8Array | undefined;
  /** Hears the server's state. Returns whether it is to be applied. */
  state(update: Uint8Array): boolean;
  status(status: 'connecting' | 'connected' | 'disconnected'): void;
  /** The server's state has been applied. */
  synced(): void;
  /** The socket could not be opened, or broke. */
  failed(): void;
  /** The server has closed the socket for good (4400–4499). */
  refused(code: number, reason: string): void;
}

/** A document's connection through y-websocket. Nothing is sent before `open`. */
export interface Provider {
  /** Connects to a board, the same one for good. */
  open(board: string): void;
  /** Opens the socket if it was closed. Nothing happens before `open`. */
  connect(): void;
  disconnect(): void;
  /** Closes the socket as a lost network does: another is opened after a pause. */
  drop(): void;
  readonly connected: boolean;
  /** Sends a frame if the socket is open; it is lost otherwise. */
  send(frame: Uint8Array): void;
  stop(): void;
}

export interface ProviderOptions {
  /** `ws://host/path` or `wss://host/path`, without the board. */
  readonly address: string;
  /** Longest pause between two attempts (ms). */
  readonly longestPause: number;
}

/** Own messages of the server, by their types. */
const ownTypes = [messageType.saved, messageType.live, messageType.role, messageType.notice];

/** The frame of sync step 1 (a state vector) or 2 (an update). */
export function syncFrame(step: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  writeSync(encoder, step, body);
  return encoding.toUint8Array(encoder);
}

function writeSync(encoder: encoding.Encoder, step: number, body: Uint8Array): void {
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
}

/** Reads the server's sync messages in place of y-websocket's handler, which goes on to read updates. */
function hearSync(made: WebsocketProvider, doc: BoardDoc, events: ProviderEvents): void {
  const originalHandler = made.messageHandlers[messageType.sync];
  made.messageHandlers[messageType.sync] = (encoder, decoder, provider, emitSynced, type) => {
    if (events.isLeaving()) return;
    const step = decoding.peekVarUint(decoder);
    if (step !== syncType.step1 && step !== syncType.step2) {
      originalHandler?.(encoder, decoder, provider, emitSynced, type);
      return;
    }
    decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === syncType.step1) {
      const answer = events.question(body, provider.synced);
      if (answer !== undefined) writeSync(encoder, syncType.step2, answer);
    } else if (events.state(body)) {
      applyRemoteUpdate(doc, body, provider);
      if (emitSynced) provider.synced = true;
    }
  };
}

/**
 * Forgets how new the others were who are not seen any more. A server that is asked next knows those who have not moved since by the same
 * clock, and Awareness would take that for an echo: nobody would see them until they say again that they are here, up to 15 s later.
 */
function forgetOthers({ clientID, meta, states }: Awareness): void {
  for (const client of [...meta.keys()]) if (client !== clientID && !states.has(client)) meta.delete(client);
}

/** Passes on what y-websocket tells. */
function hearEvents(made: WebsocketProvider, events: ProviderEvents): void {
  for (const type of ownTypes) {
    made.messageHandlers[type] = (_encoder, decoder) => events.message(type, decoder);
  }
  made.on('status', ({ status }) => {
    if (status === 'disconnected') forgetOthers(made.awareness);
    events.status(status);
  });
  made.on('sync', (synced) => {
    if (synced) events.synced();
  });
  made.on('connection-error', () => events.failed());
  made.on('connection-close', (event) => {
    if (event !== null && event.code >= 4400 && event.code < 4500) events.refused(event.code, event.reason);
  });
}

/** Prepares y-websocket for a document. */
export function prepareProvider(
  doc: BoardDoc,
  awareness: Awareness,
  { address, longestPause }: ProviderOptions,
  events: ProviderEvents,
): Provider {
  let provider: WebsocketProvider | undefined;

  const send = (frame: Uint8Array) => {
    const socket = provider?.ws;
    if (provider?.wsconnected && socket?.readyState === socket?.OPEN) socket?.send(frame as Uint8Array<ArrayBuffer>);
  };

  /** Yjs takes another client id when it finds its own in use by another person. Presence has to follow. */
  const followClientId = () => {
    if (awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = doc.clientID;
    awareness.setLocalState(state);
  };

  /** y-websocket would send everybody's presence back to the server; only our own is ours to send. */
  const sendPresence = (changed: Record<'added' | 'updated' | 'removed', readonly number[]>, source: unknown) => {
    const mine = doc.clientID;
    const isMine = Object.values(changed).some((clients) => clients.includes(mine));
    if (provider === undefined || source === provider || !isMine) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [mine]));
    send(encoding.toUint8Array(encoder));
  };

  /** What y-websocket makes a socket with: it takes what the constructor returns. */
  function ProviderSocket(url: string): BoardSocket {
    return events.openSocket(url);
  }

  const start = (board: string): WebsocketProvider => {
    const made = new WebsocketProvider(address, board, doc, {
      connect: false,
      disableBc: true,
      awareness,
      params: { gesso: '1' },
      maxBackoffTime: longestPause,
      WebSocketPolyfill: ProviderSocket as unknown as typeof WebSocket,
    });
    hearSync(made, doc, events);
    hearEvents(made, events);
    awareness.off('update', made._awarenessUpdateHandler);
    awareness.on('update', sendPresence);
    return made;
  };

  doc.on('update', followClientId);
  return {
    open(board) {
      provider ??= start(board);
      provider.connect();
    },
    connect: () => provider?.connect(),
    disconnect: () => provider?.disconnect(),
    drop: () => provider?.ws?.close(),
    get connected() {
      return provider?.wsconnected ?? false;
    },
    send,
    stop() {
      awareness.off('update', sendPresence);
      doc.off('update', followClientId);
      provider?.destroy();
    },
  };
}
