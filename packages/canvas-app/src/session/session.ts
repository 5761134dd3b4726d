import type { BoardDoc, Report, Role } from '@gesso/crdt-schema';
import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { Editor } from '../editor/editor.ts';
import { type Api, openApi } from '../network/api.ts';
import { type Connection, prepareConnection } from '../network/connect.ts';
import { joinBoard } from '../network/join-board.ts';
import type { LocalCopy } from '../network/local-persistence.ts';
import type { Prefetched, Visitor } from '../network/prefetch.ts';
import type { SyncStatus } from '../network/status.ts';
import { unsavedChanges } from '../network/unsaved-changes.ts';
import { pause, rarely } from '../page.ts';
import { deferred } from '../waiting.ts';
import { say } from '../words/say.ts';
import { type AddressBar, addressBar, whereToGo } from './address-bar.ts';
import { type DeviceCopy, deviceCopy, noCopy } from './device-copy.ts';
import type { OpenedDocument } from './document.ts';
import { guardVersion } from './guard-version.ts';
import { type ServerWord, serverWord } from './server-word.ts';

type SetDown = (elements: ReadonlySet<string>) => Promise<boolean>;

/** The board of this page's address: on the server, on this device, and what the server says of it and of the person. */
export interface Session
  extends AddressBar,
    Pick<DeviceCopy, 'kept'>,
    Pick<ServerWord, 'you' | 'notice' | 'onRenamed'> {
  /** The board's id, once it is known. */
  readonly id: ReadonlySignal<string | undefined>;
  readonly status: ReadonlySignal<SyncStatus>;
  /** The document, for what of it is no part of the drawing. */
  readonly doc: BoardDoc;
  /** Resolves when the board can be used: from this device, from the server, or without either. */
  readonly opened: Promise<void>;
  readonly connection: Pick<
    Connection,
    'awareness' | 'sendLive' | 'onLive' | 'told' | 'notice' | 'role' | 'isOpen' | 'open'
  >;
  readonly api: Api;
  readonly storage: Storage | undefined;
  /** How one without a session goes on: in a frame of another site. */
  readonly visitor: Visitor | undefined;
  /** The board is not on this device, and the server has not let this page in. */
  readonly isUnseen: ReadonlySignal<boolean>;
  /** Runs once the board's id is known; what it returns is run at the end. Returns the stop of both. */
  onBoard(run: (id: string) => () => void): () => void;
  /** Who is asked to set down what was drawn under an id that others took; see `Surroundings.onCollision`. */
  onCollision(setDown: SetDown): void;
  /** The board's copy on this device. */
  copy(): LocalCopy | undefined;
  /** The client id under which is written here now. */
  client(): number;
  /** Costly: read anew every 2 s at most. */
  documentBytes(): number;
  /** Whether closing the page would lose what is not stored yet. */
  loses(): boolean;
}

export interface SessionDeps {
  readonly document: OpenedDocument;
  readonly editor: Editor;
  readonly storage: Storage | undefined;
  readonly prefetched: Prefetched;
  readonly report: Report;
  readonly tell: (message: string, tone: 'info' | 'error') => void;
  /** Asks the person for the password of their link; `wrong` when one was given and did not fit. */
  readonly askPassword: (wrong: boolean) => Promise<string>;
}

/** A session and what only the one who wires the app may do with it. */
export interface OpenSession extends Session {
  /** Enters the board of the address. The socket is opened once `mounted` has resolved. */
  enter(mounted: Promise<void>): void;
  stop(): void;
}

/** The document's way to the server. Nothing is sent on it before it is opened. */
function connect(
  { document, prefetched, report, storage }: SessionDeps,
  id: Session['id'],
  onCollision: SetDown,
): Connection {
  return prepareConnection(document.doc, window.location.origin.replace(/^http/, 'ws'), Math.random, {
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    WebSocket: prefetched.visitor?.WebSocket ?? window.WebSocket,
    prefetchedSocket: prefetched.socket,
    report,
    own: unsavedChanges(() => id.peek(), storage),
    onCollision,
  });
}

/** The board's copy on this device, where the page may leave one behind. */
const copyFor = ({ document, prefetched, report, tell }: SessionDeps): DeviceCopy =>
  prefetched.visitor === undefined
    ? deviceCopy({
        document,
        prefetched,
        report,
        onNotKept: () => tell(say('status.notKept'), 'error'),
      })
    : noCopy;

/**
 * Calls back once the server has sent the board, refused it or cannot be reached: then if what is `here` can be used. Returns its
 * stop.
 */
function whenAnswered({ status }: Connection, here: () => Promise<boolean>, run: () => void): () => void {
  return effect(() => {
    const { sync } = status.value;
    if (sync === 'offline') void here().then((usable) => usable && run());
    else if (!['connecting', 'syncing'].includes(sync)) run();
  });
}

/** Whether anything is known here of the board: of one that was never open on this device there is nothing to draw on without the server. */
function unseenBoard({ document: { board }, editor }: SessionDeps, copy: DeviceCopy, opened: () => void) {
  let isNew = false;
  let isGranted = false;
  const isLocked = signal(false);
  const canBeUsed = async (): Promise<boolean> => {
    await copy.current()?.loaded;
    return !isNew || board.size > 0;
  };
  /** What was read late is there all the same. */
  const unlockWith = async (role: Role) => {
    await copy.current()?.complete;
    if (isGranted || board.size === 0) return;
    isLocked.value = false;
    editor.setRole(role);
    opened();
  };
  return {
    canBeUsed,
    isLocked,
    /** `role`: the one this device had on the board; undefined where it had none. */
    opens(role: Role | undefined) {
      isNew = role === undefined;
    },
    granted() {
      isGranted = true;
      isLocked.value = false;
    },
    /** Lets nobody draw if the board cannot be used while the server has not let this page in. */
    async lock() {
      if ((await canBeUsed()) || isGranted || isLocked.peek()) return;
      const before = editor.role.peek();
      isLocked.value = true;
      editor.setRole('viewer');
      void unlockWith(before);
    },
  };
}

/** Calls back once a board's id is known. Returns the stop of that and of what it returned. */
function whenKnown(id: Session['id'], run: (id: string) => () => void): () => void {
  return effect(() => {
    const known = id.value;
    return known === undefined ? undefined : untracked(() => run(known));
  });
}

/** Whether something drawn here is neither on the server nor safe on this device. */
function losesWork({ status }: Connection, { kept, current }: DeviceCopy): boolean {
  const { unsaved, reason } = status.peek();
  const isKept = kept.peek() === 'here' && current()?.waits() !== true && reason !== 'NOT_YOUR_ID';
  return unsaved > 0 && !isKept;
}

/** Prepares what a page has to do with its board; nothing is sent before `enter`. */
export function openSession(deps: SessionDeps): OpenSession {
  const { document, editor, storage, prefetched, tell } = deps;
  const { doc, board } = document;
  const id = signal<string | undefined>(undefined);
  const opened = deferred<void>();
  const bar = addressBar();
  const api = openApi(prefetched.fetch);
  let setDown: SetDown = async () => false;
  const connection = connect(deps, id, (elements) => setDown(elements));
  const copy = copyFor(deps);
  const version = guardVersion(document, editor, connection);
  const setRole = (role: Role | undefined) => {
    if (role !== undefined && !version.isNewer()) editor.setRole(role);
  };
  const server = serverWord({ connection, id, storage, setRole, isEmpty: () => board.size === 0, tell });
  const unseen = unseenBoard(deps, copy, opened.resolve);
  const stopOpening = whenAnswered(connection, unseen.canBeUsed, opened.resolve);

  const enter = (mounted: Promise<void>) =>
    void joinBoard({
      api,
      storage,
      address: whereToGo,
      showAddress: bar.showAddress,
      pause,
      onWaiting(waiting) {
        server.onWaiting(waiting);
        // A board that is not made yet is kept nowhere.
        if (waiting && id.peek() !== undefined) connection.unreachable();
        if (waiting) void unseen.lock();
      },
      onBoard(known, role) {
        id.value = known;
        unseen.opens(role);
        setRole(role);
        // A board that was open here before is usable at once, whether or not the server can be reached.
        void copy.open(known).then(() => board.size > 0 && opened.resolve());
      },
      async onGranted(known, role) {
        unseen.granted();
        setRole(role);
        // The server is told what is here, so all of it has to be here first; and a large board takes a while to be read, so
        // there is something to look at before.
        await Promise.all([copy.current()?.complete, mounted]);
        connection.open(known);
      },
      onRefused: ({ code }) => connection.refuse(code),
      askPassword: deps.askPassword,
    });

  return {
    ...bar,
    id,
    doc,
    api,
    storage,
    visitor: prefetched.visitor,
    isUnseen: unseen.isLocked,
    connection,
    enter,
    you: server.you,
    notice: server.notice,
    onRenamed: server.onRenamed,
    kept: copy.kept,
    copy: copy.current,
    status: connection.status,
    opened: opened.promise,
    onBoard: (run) => whenKnown(id, run),
    onCollision(next) {
      setDown = next;
    },
    client: () => doc.clientID,
    documentBytes: rarely(() => board.bytes()),
    loses: () => losesWork(connection, copy),
    stop() {
      for (const stop of [connection.close, stopOpening, copy.stop, server.stop, version.stop]) stop();
    },
  };
}
