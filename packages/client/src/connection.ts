import {
  asTaken,
  type BoardDoc,
  changesDocument,
  countAcknowledged,
  Failure,
  failureOfClose,
  isSync,
  messageType,
  type Person,
  type Role,
  readServerMessage,
  syncType,
} from '@gesso/crdt-schema';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';

/** How a board's document is kept the same as the server's. */
export interface Connection {
  /** What the person may do now; undefined before the server has said. */
  readonly role: Role | undefined;
  readonly you: Person | undefined;
  /** Why the server has ended this for good, or that it was closed here; undefined while it goes on. */
  readonly refusal: Failure | undefined;
  /** Resolves when the document has all that the server has, and the server all that was made here, on disk. Rejects when refused. */
  saved(): Promise<void>;
  /** Ends the connection; what waits is not sent. */
  close(): void;
}

/** What a connection asks for and tells. */
export interface ConnectionEvents {
  /** A ticket for one more connection. Rejects with `Failure`. */
  ticket(): Promise<string>;
}

/** Pauses between two attempts to connect (ms): the first, and the longest. A socket that lasted so long (ms) begins them anew. */
const pauses = { first: 200, longest: 10_000, afterLasting: 10_000 };

/** A socket that tells what leaves by it. */
const socketThatTells = (onSent: (frame: Uint8Array) => void) =>
  class extends WebSocket {
    override send(data: Uint8Array): void {
      // As what it is: a large update is not all that the server lacks.
      onSent(data);
      super.send(asTaken(data));
    }
  };

/** A ticket lets in once, so that y-websocket gets another for each connection, and connects when it is told to. */
function connectByTickets(
  provider: WebsocketProvider,
  { ticket }: ConnectionEvents,
  onRefused: (failure: Failure) => void,
): () => void {
  let failed = 0;
  let openedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const refuse = (failure: Failure) => {
    isClosed = true;
    onRefused(failure);
  };
  const open = async () => {
    try {
      provider.params = { gesso: '1', ticket: await ticket() };
      if (!isClosed) provider.connect();
    } catch (error) {
      if (isClosed) return;
      const failure = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
      if (failure.kind.retry) later();
      else refuse(failure);
    }
  };
  const later = () => {
    // Not all that were sent away together come back together.
    const spread = 0.5 + Math.random() / 2;
    timer = setTimeout(() => void open(), spread * Math.min(pauses.longest, pauses.first * 2 ** failed));
    failed += 1;
  };
  provider.on('status', ({ status }) => {
    if (status === 'connected') openedAt = performance.now();
  });
  provider.on('connection-close', (event) => {
    // One that was let in and then refused what it brought would come again at once, and bring the same.
    if (openedAt !== undefined && performance.now() - openedAt >= pauses.afterLasting) failed = 0;
    openedAt = undefined;
    // It would come again with a ticket that was used.
    provider.shouldConnect = false;
    if (isClosed) return;
    const isFinal = event !== null && event.code >= 4400 && event.code < 4500;
    if (isFinal) refuse(new Failure(failureOfClose(event.code, event.reason) ?? 'FORBIDDEN'));
    else later();
  });
  void open();
  return () => {
    isClosed = true;
    clearTimeout(timer);
  };
}

/** Keeps a document the same as a board of the server at `address` (`ws://host/sync`), over any number of sockets, until it is closed or refused. */
export function keepSynced(doc: BoardDoc, address: string, board: string, events: ConnectionEvents): Connection {
  const waiting = new Set<() => void>();
  let refusal: Failure | undefined;
  let role: Role | undefined;
  let you: Person | undefined;
  const look = () => {
    for (const one of [...waiting]) one();
  };
  const own = countAcknowledged();
  // Before the provider hears of it, which sends at once.
  doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: unknown, { local }: { readonly local: boolean }) => {
    if (local) own.made();
  });
  const noteSent = (frame: Uint8Array) => {
    const whole = isSync(frame, syncType.step2);
    const changes = changesDocument(frame);
    if (whole || changes) own.sent({ whole, empty: !changes });
    look();
  };
  const provider = new WebsocketProvider(address, board, doc, {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: socketThatTells(noteSent) as unknown as typeof globalThis.WebSocket,
  });
  for (const type of [messageType.saved, messageType.live, messageType.role, messageType.notice])
    provider.messageHandlers[type] = (_encoder, decoder) => {
      const message = readServerMessage(type, decoder);
      if (message?.type === 'saved') own.stored(message.count);
      if (message?.type === 'role') ({ role, you } = message);
      look();
    };
  provider.on('status', ({ status }) => {
    if (status === 'connected') own.opened();
  });
  provider.on('sync', look);
  const stop = connectByTickets(provider, events, (failure) => {
    refusal = failure;
    look();
  });
  return {
    get role() {
      return role;
    },
    get you() {
      return you;
    },
    get refusal() {
      return refusal;
    },
    saved: () =>
      new Promise((resolve, reject) => {
        const one = () => {
          const isDone = provider.synced && role !== undefined && own.allStored();
          if (!isDone && refusal === undefined) return;
          waiting.delete(one);
          if (refusal === undefined) resolve();
          else reject(refusal);
        };
        waiting.add(one);
        one();
      }),
    close() {
      refusal ??= new Failure('UNREACHABLE', 'the client is closed');
      stop();
      provider.destroy();
      look();
    },
  };
}
