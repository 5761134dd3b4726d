import {
  type BoardDoc,
  changesDocument,
  encodeLive,
  type FailureCode,
  guardListeners,
  isSync,
  mayComment,
  mayWrite,
  type Report,
  type Role,
  syncType,
} from '@gesso/crdt-schema';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { Awareness } from 'y-protocols/awareness';
import { answerServer, type ServerAnswer } from './answer-server.ts';
import { BoardSocket, type FrameRules } from './board-socket.ts';
import { frameRules } from './frame-rules.ts';
import { hearRefusal } from './refused-connection.ts';
import { hearServer, type ServerMessages } from './server-messages.ts';
import { type StatusTracker, type SyncStatus, trackStatus } from './status.ts';
import { type UnsavedChanges, unsavedChanges } from './unsaved-changes.ts';
import { type CollisionWatch, watchCollisions } from './watch-collisions.ts';
import { type Provider, type ProviderEvents, prepareProvider } from './y-websocket-adapter.ts';

/** A board's live connection. The document syncs through it unopened. */
export interface Connection extends Pick<ServerMessages, 'role' | 'you' | 'notice' | 'told' | 'onLive'> {
  readonly status: ReadonlySignal<SyncStatus>;
  readonly awareness: Awareness;
  /** Opens the socket of a board; called once its id is known and the way in is granted, and again to go on after a refusal. */
  open(board: string): void;
  /** Sends an ephemeral message if the socket is open; lost otherwise, as all ephemeral things may be. */
  sendLive(body: Uint8Array): void;
  isOpen(): boolean;
  /** The server cannot be reached, and the way in is not granted yet. */
  unreachable(): void;
  /** Ends the connection for good: it is the page that cannot go on. */
  refuse(code: FailureCode): void;
  close(): void;
}

/** Longest pause between attempts (ms); spread, so that a restarted server is not met by everyone at once. */
const longestPause = 15_000;
const spread = 5_000;
/** ms that a socket may take to open. A proxy may need most of it to find out that a server does not answer, and goes to another then. */
const openingTimeout = 25_000;

/** What is asked of a transaction. */
interface Written {
  readonly local: boolean;
  readonly beforeState: ReadonlyMap<number, number>;
  readonly afterState: ReadonlyMap<number, number>;
}

/** The part of a browser's window that a connection uses. */
export interface Surroundings extends Pick<Window, 'addEventListener' | 'removeEventListener'> {
  readonly WebSocket: typeof WebSocket;
  /** A socket of this address that is there already. */
  readonly prefetchedSocket?: ((url: string) => BoardSocket | undefined) | undefined;
  /** Told of a listener that throws; the others are told all the same. */
  readonly report?: Report | undefined;
  /** What this device has written and does not know to be stored. */
  readonly own?: UnsavedChanges | undefined;
  /**
   * Others have taken the clocks of what was written here: these elements have to be drawn again on a fresh copy of the board. All
   * other work is stored, or among them. False when they could not be set down, so that this page is all there is of them.
   */
  readonly onCollision?: ((elements: ReadonlySet<string>) => Promise<boolean>) | undefined;
}

/** The clock behind the last that a document has of a client id. */
const endsIn =
  ({ store }: BoardDoc) =>
  (client: number): number => {
    const last = store.clients.get(client)?.at(-1);
    return last === undefined ? 0 : last.id.clock + last.length;
  };

/** Sets down what this device has written when it has to outlive the page, and lets it go once all is stored. */
function persistOwn(own: UnsavedChanges, { unsaved, sync }: SyncStatus, role: Role | undefined, doc: BoardDoc): void {
  // Who may only look has not sent what other pages left.
  if (unsaved === 0 && sync === 'saved') own.stored(role && mayWrite(role) ? endsIn(doc) : undefined);
  // A later page of an editor brings all that the server lacks; that of a commenter only what is known to be their own.
  else if (sync === 'offline' || sync === 'refused' || !role || !mayWrite(role)) own.keep();
}

/** Notes a frame that has left. `withheld`: own work was kept back from it. */
function noteSent(
  tracker: StatusTracker,
  answer: ServerAnswer,
  frame: Uint8Array,
  maySend: boolean,
  withheld: boolean,
): void {
  const whole = isSync(frame, syncType.step2);
  const changes = changesDocument(frame);
  // What was drawn by a person who has lost the right to it stays here, and nobody may take it for saved.
  if (whole && !maySend && (withheld || tracker.status.peek().unsaved > 0)) tracker.refused('FORBIDDEN');
  else if (whole || changes) tracker.sent({ whole, empty: !changes, part: answer.parted?.sends === 'part' });
}

/** What is asked before a frame leaves, and told once it has. */
interface Leaving {
  readonly maySend: () => boolean;
  readonly answer: ServerAnswer;
  readonly collisions: CollisionWatch;
  readonly tracker: StatusTracker;
  readonly own: UnsavedChanges;
}

const rulesFor = ({ maySend, answer, collisions, tracker, own }: Leaving): FrameRules =>
  frameRules({
    mayWrite: maySend,
    holdsUpdates: () => answer.parted?.sends === 'nothing',
    asking: collisions.asking,
    sent: (frame, withheld) => noteSent(tracker, answer, frame, maySend(), withheld && own.begins().size > 0),
  });

/** Counts what is written on this page, and notes where it begins. Returns what ends that. */
function followOwnWrites(doc: BoardDoc, own: UnsavedChanges, tracker: StatusTracker): () => void {
  const onUpdate = (
    _update: Uint8Array,
    _origin: unknown,
    _doc: unknown,
    { local, beforeState, afterState }: Written,
  ) => {
    if (!local) return;
    const { clientID } = doc;
    own.wrote(clientID, beforeState.get(clientID) ?? 0, afterState.get(clientID) ?? 0);
    tracker.edited();
  };
  doc.on('update', onUpdate);
  return () => doc.off('update', onUpdate);
}

/** Connects anew when the browser tells that its network came or went. Returns what ends it. */
function watchNetwork(surroundings: Surroundings, provider: Provider, status: Connection['status']): () => void {
  /**
   * A dead network would leave the socket looking open for half a minute. What the browser says of the network says nothing
   * about a server on this computer or in this house, so another socket is tried at once, and then as after any loss.
   */
  const reconnect = () => {
    if (status.peek().sync === 'refused') return;
    provider.disconnect();
    provider.connect();
  };
  /** A socket that was begun without a network may never come to an end. */
  const onOnline = () => {
    if (!provider.connected) reconnect();
  };
  surroundings.addEventListener('online', onOnline);
  surroundings.addEventListener('offline', reconnect);
  return () => {
    surroundings.removeEventListener('online', onOnline);
    surroundings.removeEventListener('offline', reconnect);
  };
}

/** Who hears of what comes through the provider. */
interface Hearers {
  readonly surroundings: Surroundings;
  readonly rules: FrameRules;
  readonly said: ServerMessages;
  readonly collisions: CollisionWatch;
  readonly answer: ServerAnswer;
  readonly tracker: StatusTracker;
}

/** Passes on what the provider asks and tells. */
function providerEvents({ surroundings, rules, said, collisions, answer, tracker }: Hearers): ProviderEvents {
  return {
    openSocket(url) {
      const socket = surroundings.prefetchedSocket?.(url) ?? new BoardSocket(surroundings.WebSocket, url);
      socket.handOver(rules);
      socket.closeUnlessOpen(openingTimeout);
      return socket;
    },
    message: said.hear,
    isLeaving: () => collisions.isLeaving,
    question: (stateVector, synced) =>
      synced || collisions.mayAnswer(stateVector) ? answer.to(stateVector) : undefined,
    state: collisions.mayApply,
    status(status) {
      collisions.reset();
      answer.reset();
      if (status === 'connected') {
        said.opened();
        tracker.opened();
      } else if (status === 'disconnected') tracker.closed();
    },
    synced() {
      tracker.synced();
      collisions.answerHeld();
    },
    failed: tracker.closed,
    refused: hearRefusal(tracker, collisions),
  };
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
  const own = surroundings.own ?? unsavedChanges(() => undefined, undefined);

  /** The server says the role first of all on every socket; until then it is taken for granted. A commenter brings what they wrote here. */
  const maySend = () => {
    const role = said.role.peek() ?? 'editor';
    return mayWrite(role) || (mayComment(role) && own.begins().size > 0);
  };

  const send = (frame: Uint8Array) => provider.send(frame);
  const answer = answerServer({ doc, send, mayWrite: maySend, tracker, drop: () => provider.drop() });
  const collisions = watchCollisions({
    doc,
    own,
    send,
    answer: answer.to,
    allStored: tracker.allStored,
    setDown: (elements) => surroundings.onCollision?.(elements) ?? Promise.resolve(false),
    lost(elements) {
      provider.disconnect();
      tracker.lost(elements);
    },
  });

  const said = hearServer((count) => {
    tracker.acknowledged(count);
    collisions.stored();
    answer.parted?.stored(count);
  });

  const rules = rulesFor({ maySend, answer, collisions, tracker, own });
  const provider = prepareProvider(
    doc,
    awareness,
    { address: `${origin}/sync`, longestPause: longestPause + random() * spread },
    providerEvents({ surroundings, rules, said, collisions, answer, tracker }),
  );

  const unfollowStatus = effect(() => persistOwn(own, tracker.status.value, said.role.value, doc));
  const unfollow = followOwnWrites(doc, own, tracker);
  const unwatch = watchNetwork(surroundings, provider, tracker.status);

  return {
    status: tracker.status,
    awareness,
    ...said,
    open: provider.open,
    isOpen: () => provider.connected,
    sendLive: (body) => provider.send(encodeLive(body)),
    unreachable() {
      // What earlier pages have left waits as well, and is in the copy on this device.
      if (tracker.status.peek().sync === 'connecting') for (let n = own.earlier(); n > 0; n--) tracker.edited();
      tracker.closed();
    },
    refuse(code) {
      provider.disconnect();
      tracker.refused(code);
    },
    close() {
      unwatch();
      unfollow();
      unfollowStatus();
      provider.stop();
      awareness.destroy();
    },
  };
};
