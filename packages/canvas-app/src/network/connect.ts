import {
  applyRemoteUpdate,
  askingBack,
  atLeast,
  type BoardDoc,
  type Clocks,
  changesDocument,
  elementsTaken,
  encodeLive,
  type FailureCode,
  failureOfClose,
  guardListeners,
  knowsOurs,
  limits,
  messageType,
  type NoticeMessage,
  type Person,
  type Report,
  type Role,
  readServerMessage,
  sinceWithout,
  syncType,
  takenIn,
} from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { writeSyncStep2 } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import { type OwnWords, ownWords } from './own-words.ts';
import { type SyncStatus, trackStatus } from './status.ts';

/** A board's live connection. The document syncs through it unopened. */
export interface Connection {
  readonly status: ReadonlySignal<SyncStatus>;
  readonly awareness: Awareness;
  readonly role: ReadonlySignal<Role | undefined>;
  readonly you: ReadonlySignal<Person | undefined>;
  /** What the server last announced (storage trouble, restart), until it is over. */
  readonly notice: ReadonlySignal<NoticeMessage | undefined>;
  /** Opens the socket of a board; called once its id is known and the way in is granted. */
  open(board: string): void;
  /** Sends an ephemeral message if the socket is open; lost otherwise, as all ephemeral things may be. */
  sendLive(body: Uint8Array): void;
  onLive(listener: (body: Uint8Array) => void): () => void;
  /** Ends the connection for good: it is the page that cannot go on. */
  refuse(code: FailureCode): void;
  close(): void;
}

/** Longest pause between attempts (ms); spread, so that a restarted server is not met by everyone at once. */
const longestPause = 15_000;
const spread = 5_000;
/** ms that a socket may take to open. */
const openPatience = 15_000;

/** How long the server is given to store what is left of a document that has to be left (ms). */
const leavingMs = 2_000;

/** The first two bytes of a sync frame are its type and its step; both are below 128, so one byte each. */
const isSync = (frame: Uint8Array, step: number): boolean => frame[0] === messageType.sync && frame[1] === step;

/** A large update as the sync step 2 it may travel as: the two differ in this one byte. */
const asSyncStep2 = (frame: Uint8Array): Uint8Array => {
  const copy = frame.slice();
  copy[1] = syncType.step2;
  return copy;
};

/** What a person who may not write answers to the server's sync step 1. */
const nothing = Uint8Array.of(messageType.sync, syncType.step2, 2, 0, 0);

/** What is asked of a transaction. */
interface Written {
  readonly local: boolean;
  readonly beforeState: ReadonlyMap<number, number>;
}

interface FrameRules {
  readonly mayWrite: () => boolean;
  /** What is asked for instead, by a question to the server. */
  readonly asking: (question: Uint8Array) => Uint8Array;
  /** `withheld`: a reader keeps something that the server has not got. */
  readonly sent: (frame: Uint8Array, withheld: boolean) => void;
}

/**
 * What y-websocket takes for a WebSocket: `open`'s sockets, made to tell of the frames they send, because acknowledgements
 * count exactly those, and to send each the way the server takes it.
 */
const adaptingSocket = (open: (url: string) => WebSocket, { mayWrite, asking, sent }: FrameRules): typeof WebSocket => {
  function Adapting(url: string): WebSocket {
    const socket = open(url);
    // Closed in vain, it is lost like any other, and the next is tried after a pause.
    setTimeout(() => {
      if (socket.readyState === socket.CONNECTING) socket.close();
    }, openPatience);
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      if (!(data instanceof Uint8Array)) throw new TypeError('y-websocket sends bytes');
      // A reader may have seen what the server lost before it was stored. It is not theirs to bring back.
      const reads = !mayWrite() && isSync(data, syncType.step2);
      const said = reads ? nothing : data;
      const frame = isSync(said, syncType.step1) ? asking(said) : said;
      const large = frame.length > limits.smallUpdateBytes && isSync(frame, syncType.update);
      send((large ? asSyncStep2(frame) : frame) as Uint8Array<ArrayBuffer>);
      sent(frame, reads && changesDocument(data));
    };
    return socket;
  }
  return Adapting as unknown as typeof WebSocket;
};

/** The part of a browser's window that a connection uses. */
export interface Surroundings extends Pick<Window, 'addEventListener' | 'removeEventListener'> {
  readonly WebSocket: typeof WebSocket;
  /** A socket of this address that is there already. */
  readonly early?: ((url: string) => WebSocket | undefined) | undefined;
  /** Told of a listener that throws; the others are told all the same. */
  readonly report?: Report | undefined;
  /** What this device has written and does not know to be stored. */
  readonly own?: OwnWords | undefined;
  /**
   * Others have taken the clocks of what was written here: these elements have to be drawn again on a fresh copy of the board. All
   * other work is stored, or among them. False when they could not be set down, so that this page is all there is of them.
   */
  readonly onTaken?: ((elements: ReadonlySet<string>) => Promise<boolean>) | undefined;
}

/** Prepares the connection of a document; nothing is sent before `open`. `origin` is `ws://host` or `wss://host`. */
export const prepareConnection = (
  doc: BoardDoc,
  origin: string,
  random: () => number,
  surroundings: Surroundings = window,
): Connection => {
  const tracker = trackStatus();
  const awareness = new Awareness(doc);
  if (surroundings.report !== undefined) guardListeners(awareness, surroundings.report);
  const role = signal<Role | undefined>(undefined);
  const you = signal<Person | undefined>(undefined);
  const notice = signal<NoticeMessage | undefined>(undefined);
  const liveListeners = new Set<(body: Uint8Array) => void>();
  let provider: WebsocketProvider | undefined;

  /** The server says it first of all on every socket; until then it is taken for granted. */
  const mayWrite = () => atLeast(role.peek() ?? 'editor', 'editor');

  const own = surroundings.own ?? ownWords(() => undefined, undefined);
  /** The server's question, while it is looked whether what is asked for was taken. */
  let held: Uint8Array | undefined;
  let leaving = false;
  /** While the rest of a document that has to be left is being stored. */
  let waiting: { readonly taken: Clocks; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  const settle = () => {
    const { unsaved, sync } = tracker.status.peek();
    if (unsaved === 0 && sync === 'saved') own.stored();
    else if (sync === 'offline' || sync === 'refused') own.keep();
  };

  /** Asks for our own words as well that are not known to be stored: to see whether they are ours. */
  const asking = (question: Uint8Array): Uint8Array => {
    const vector = askingBack(doc, own.begins());
    if (vector === undefined) return question;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, syncType.step1);
    encoding.writeVarUint8Array(encoder, vector);
    return encoding.toUint8Array(encoder);
  };

  const answer = (write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    write(encoder);
    provider?.ws?.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  };

  /** Hands over what was written from these clocks on. What cannot be set down is on this page alone, and is told to be. */
  const leave = async (from: Clocks) => {
    stopWaiting();
    const elements = elementsTaken(doc, from);
    if (await surroundings.onTaken?.(elements).catch(() => false)) return;
    provider?.disconnect();
    // An acknowledgement of all the rest covered them as well.
    for (const _ of elements) tracker.edited();
    tracker.refused('NOT_YOUR_ID');
    settle();
  };
  const leaveWithAll = (taken: Clocks) => void leave(new Map([...taken, ...own.begins()]));

  /** What was written under other ids may build on what is lost, and is lost with it. */
  const leaveOnceStored = () => {
    if (waiting !== undefined && tracker.allStored()) void leave(new Map([...own.begins(), ...waiting.taken]));
  };

  const stopWaiting = () => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };

  /** The page begins anew, on a fresh copy, once all that can be saved of this one is: `vector` is what the server has. */
  const leaveTaken = (taken: Clocks, vector: Uint8Array | undefined) => {
    if (leaving) return;
    leaving = true;
    if (vector === undefined) {
      leaveWithAll(taken);
      return;
    }
    const rest = sinceWithout(doc, vector, taken);
    answer((encoder) => {
      encoding.writeVarUint(encoder, syncType.step2);
      encoding.writeVarUint8Array(encoder, rest);
    });
    waiting = { taken, timer: setTimeout(() => leaveWithAll(taken), leavingMs) };
    leaveOnceStored();
  };

  const onSent = (frame: Uint8Array, withheld: boolean) => {
    const whole = isSync(frame, syncType.step2);
    const changes = changesDocument(frame);
    // What was drawn by a person who has lost the right to it stays here, and nobody may take it for saved.
    const keepsOwn = tracker.status.peek().unsaved > 0 || (withheld && own.begins().size > 0);
    if (whole && !mayWrite() && keepsOwn) tracker.refused('FORBIDDEN');
    else if (whole || changes) tracker.sent({ whole, empty: !changes });
  };

  const receive = (...[type, decoder]: Parameters<typeof readServerMessage>) => {
    const message = readServerMessage(type, decoder);
    switch (message?.type) {
      case 'saved':
        notice.value = undefined;
        tracker.acknowledged(message.count);
        leaveOnceStored();
        settle();
        break;
      case 'role':
        role.value = message.role;
        you.value = message.you;
        break;
      case 'notice':
        notice.value = { code: message.code, message: message.message };
        break;
      case 'live':
        for (const listener of liveListeners) listener(message.body);
        break;
    }
  };

  /** Yjs takes another client id when it finds its own in use by another person. Presence has to follow. */
  const followClientId = () => {
    if (awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = doc.clientID;
    awareness.setLocalState(state);
  };

  const onUpdate = (_update: Uint8Array, _origin: unknown, _doc: unknown, transaction: Written) => {
    followClientId();
    if (!transaction.local) return;
    own.wrote(doc.clientID, transaction.beforeState.get(doc.clientID) ?? 0);
    tracker.edited();
    settle();
  };
  doc.on('update', onUpdate);

  /** y-websocket would send everybody's presence back to the server; only our own is ours to send. */
  const sendPresence = (
    { added, updated, removed }: Record<'added' | 'updated' | 'removed', readonly number[]>,
    source: unknown,
  ) => {
    const mine = doc.clientID;
    if (source === provider || ![...added, ...updated, ...removed].includes(mine)) return;
    const socket = provider?.ws;
    if (!provider?.wsconnected || socket?.readyState !== surroundings.WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [mine]));
    socket.send(encoding.toUint8Array(encoder));
  };

  const start = (board: string): WebsocketProvider => {
    const made = new WebsocketProvider(`${origin}/sync`, board, doc, {
      connect: false,
      disableBc: true,
      awareness,
      params: { gesso: '1' },
      maxBackoffTime: longestPause + random() * spread,
      WebSocketPolyfill: adaptingSocket((url) => surroundings.early?.(url) ?? new surroundings.WebSocket(url), {
        mayWrite,
        asking,
        sent: onSent,
      }),
    });
    for (const type of [messageType.saved, messageType.live, messageType.role, messageType.notice]) {
      made.messageHandlers[type] = (_encoder, decoder) => receive(type, decoder);
    }
    const otherSyncMessages = made.messageHandlers[messageType.sync];
    made.messageHandlers[messageType.sync] = (encoder, decoder, provider, emitSynced, type) => {
      if (leaving) return;
      const step = decoding.peekVarUint(decoder);
      if (step === syncType.step1 && !provider.synced && own.begins().size > 0) {
        const question = decoding.clone(decoder);
        decoding.readVarUint(question);
        const vector = decoding.readVarUint8Array(question).slice();
        if (knowsOurs(vector, own.begins())) {
          held = vector;
          return;
        }
      }
      if (step !== syncType.step2) {
        otherSyncMessages?.(encoder, decoder, provider, emitSynced, type);
        return;
      }
      decoding.readVarUint(decoder);
      const update = decoding.readVarUint8Array(decoder);
      const begins = own.begins();
      const taken = begins.size === 0 ? begins : takenIn(doc, update, begins);
      if (taken.size > 0) {
        leaveTaken(taken, held);
        return;
      }
      applyRemoteUpdate(doc, update, provider);
      if (emitSynced) provider.synced = true;
      if (held !== undefined) {
        const vector = held;
        held = undefined;
        answer((own) => writeSyncStep2(own, doc, vector));
      }
    };
    awareness.off('update', made._awarenessUpdateHandler);
    awareness.on('update', sendPresence);
    made.on('status', ({ status }) => {
      held = undefined;
      if (waiting !== undefined) {
        // What is left was not stored: the next socket finds all of this again.
        stopWaiting();
        leaving = false;
      }
      if (status === 'connected') tracker.opened();
      else if (status === 'disconnected') tracker.closed();
      settle();
    });
    made.on('sync', (synced) => {
      if (synced) tracker.synced();
    });
    made.on('connection-error', () => tracker.closed());
    made.on('connection-close', (event) => {
      if (event !== null && event.code >= 4400 && event.code < 4500) {
        const failure = failureOfClose(event.code, event.reason) ?? 'FORBIDDEN';
        tracker.refused(failure);
        // The whole id is another person's: so is all that was written under it and is not stored.
        if (failure === 'NOT_YOUR_ID' && own.begins().size > 0) leaveTaken(own.begins(), undefined);
      }
    });
    return made;
  };

  const onOnline = () => {
    if (provider === undefined || provider.wsconnected || tracker.status.peek().sync === 'refused') return;
    // One that was begun without a network may never come to an end.
    provider.disconnect();
    provider.connect();
  };
  /**
   * A dead network would leave the socket looking open for half a minute. What the browser says of the network says nothing
   * about a server on this computer or in this house, so another socket is tried at once, and then as after any loss.
   */
  const onOffline = () => {
    if (tracker.status.peek().sync === 'refused') return;
    provider?.disconnect();
    provider?.connect();
  };
  surroundings.addEventListener('online', onOnline);
  surroundings.addEventListener('offline', onOffline);

  return {
    status: tracker.status,
    awareness,
    role,
    you,
    notice,
    open(board) {
      provider ??= start(board);
      provider.connect();
    },
    sendLive(body) {
      const socket = provider?.ws;
      if (provider?.wsconnected && socket?.readyState === surroundings.WebSocket.OPEN)
        socket.send(encodeLive(body) as Uint8Array<ArrayBuffer>);
    },
    onLive(listener) {
      liveListeners.add(listener);
      return () => liveListeners.delete(listener);
    },
    refuse(code) {
      provider?.disconnect();
      tracker.refused(code);
    },
    close() {
      surroundings.removeEventListener('online', onOnline);
      surroundings.removeEventListener('offline', onOffline);
      awareness.off('update', sendPresence);
      doc.off('update', onUpdate);
      provider?.destroy();
      awareness.destroy();
    },
  };
};
