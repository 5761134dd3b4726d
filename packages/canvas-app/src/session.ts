import { type Failure, type NoticeMessage, type Person, type Role, versionGate } from '@gesso/crdt-schema';
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { OpenedDocument } from './document.ts';
import type { Editor } from './editor/editor.ts';
import { readAddress } from './network/address.ts';
import { type Api, openApi } from './network/api.ts';
import { type Connection, prepareConnection } from './network/connect.ts';
import { enterBoard, rememberRole } from './network/join-board.ts';
import { type Kept, keepLocally, type LocalCopy } from './network/local-persistence.ts';
import { ownWords } from './network/own-words.ts';
import type { Early } from './network/prefetch.ts';
import type { SyncStatus } from './network/status.ts';
import { pause, rarely } from './page.ts';
import type { ShellState } from './ui/shell.ts';
import { strings } from './ui/strings.ts';
import { deferred } from './waiting.ts';

type SetDown = (elements: ReadonlySet<string>) => Promise<boolean>;

/** The board of this page's address: on the server, on this device, and what the server says of it and of the person. */
export interface Session {
  /** The board's id, once it is known. */
  readonly id: ReadonlySignal<string | undefined>;
  readonly status: ReadonlySignal<SyncStatus>;
  readonly you: ReadonlySignal<Person | undefined>;
  /** What the server announces, while it lasts, or that it does not answer. */
  readonly notice: ReadonlySignal<{ readonly message: string } | undefined>;
  /** Whether what is drawn here outlives this page before the server has it. */
  readonly kept: ReadonlySignal<Kept>;
  /** Resolves when the board can be used: from this device, from the server, or without either. */
  readonly opened: Promise<void>;
  /** The address of this page, which others may be given. */
  readonly address: ReadonlySignal<string>;
  readonly connection: Pick<Connection, 'awareness' | 'sendLive' | 'onLive'>;
  readonly api: Api;
  readonly storage: Storage | undefined;
  /** Puts another address into the address bar without loading anything. */
  showAddress(url: string): void;
  /** The person has another name now. */
  onRenamed(name: string): void;
  /** Runs once the board's id is known; what it returns is run at the end. Returns the stop of both. */
  onBoard(run: (id: string) => () => void): () => void;
  /** Who is asked to set down what was drawn under an id that others took; see `Surroundings.onTaken`. */
  onTaken(setDown: SetDown): void;
  /** The board's copy on this device. */
  copy(): LocalCopy | undefined;
  /** The client id under which is written here now. */
  client(): number;
  /** Costly: read anew every 2 s at most. */
  documentBytes(): number;
}

export interface SessionDeps {
  readonly document: OpenedDocument;
  readonly editor: Editor;
  readonly storage: Storage | undefined;
  readonly early: Early;
  readonly shell: Pick<ShellState, 'tell' | 'askPassword'>;
  readonly report: (error: unknown) => void;
}

/** A session and what only the one who wires the app may do with it. */
export interface OpenSession extends Session {
  /** Enters the board of the address. The socket is opened once `mounted` has resolved. */
  enter(mounted: Promise<void>): void;
  /** Whether closing the page would lose what is not stored yet. */
  loses(): boolean;
  stop(): void;
}

/** A copy that is begun anew within this time (ms) was hardly gone. */
const passingMs = 2_500;

/** What a server says about what is over is told once and does not stay. */
const lasting = (notice: NoticeMessage | undefined): NoticeMessage | undefined =>
  notice?.code === 'TEXT_FULL' ? undefined : notice;

/** A page of an older version neither writes on a board of a newer one nor says that it knows all of it. */
function guardVersion({ doc }: OpenedDocument, editor: Editor, connection: Connection) {
  let isNewer = false;
  const ask = () => {
    if (isNewer || versionGate(doc) === 'open') return;
    isNewer = true;
    editor.setRole('viewer');
    connection.refuse('NEWER_BOARD');
  };
  doc.on('update', ask);
  return {
    isNewer: () => isNewer,
    stop: () => doc.off('update', ask),
  };
}

/** Says when what is drawn here is kept nowhere but on this page. Returns its stop. */
function tellWhenNotKept(kept: ReadonlySignal<Kept>, shell: SessionDeps['shell']): () => void {
  return effect(() => {
    if (kept.value !== 'nowhere') return undefined;
    const timer = setTimeout(() => shell.tell(strings.notKept, 'error'), passingMs);
    return () => clearTimeout(timer);
  });
}

/** Takes over what the server says of the role, and of what is over. Returns its stop. */
function followServer(
  { editor, storage, shell }: SessionDeps,
  connection: Connection,
  id: ReadonlySignal<string | undefined>,
  setRole: (role: Role) => void,
): () => void {
  const stops = [
    effect(() => {
      const role = connection.role.value;
      const board = id.peek();
      if (role === undefined || board === undefined) return;
      setRole(role);
      rememberRole(storage, board, role);
    }),
    effect(() => {
      // A board that was never open here: nothing drawn on it could be kept anywhere.
      if (connection.status.value.sync === 'refused' && editor.board.size === 0) editor.setRole('viewer');
    }),
    effect(() => {
      const notice = connection.notice.value;
      if (notice !== undefined && lasting(notice) === undefined) shell.tell(notice.message, 'error');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The address bar of this page. */
function addressBar() {
  const address = signal(window.location.href);
  const showAddress = (url: string) => {
    window.history.replaceState(null, '', url);
    address.value = window.location.href;
  };
  return { address, showAddress };
}

const whereToGo = () => readAddress(window.location.pathname, window.location.hash);

/** Whether the address of this page names a board that was there before. */
export const namesBoard = (): boolean => whereToGo().board !== undefined;

/** Prepares what a page has to do with its board; nothing is sent before `enter`. */
export function openSession(deps: SessionDeps): OpenSession {
  const { document, editor, storage, early, shell, report } = deps;
  const { doc, board } = document;
  const stops: (() => void)[] = [];
  const id = signal<string | undefined>(undefined);
  const you = signal<Person | undefined>(undefined);
  const kept = signal<Kept>('opening');
  const unanswered = signal(false);
  const opened = deferred<void>();
  const bar = addressBar();
  const api = openApi(early.fetch);
  let local: LocalCopy | undefined;
  let setDown: SetDown = async () => false;

  const connection = prepareConnection(doc, window.location.origin.replace(/^http/, 'ws'), Math.random, {
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    WebSocket: window.WebSocket,
    early: early.socket,
    report,
    own: ownWords(() => id.peek(), storage),
    onTaken: (elements) => setDown(elements),
  });
  const version = guardVersion(document, editor, connection);
  const setRole = (role: Role) => {
    if (!version.isNewer()) editor.setRole(role);
  };
  stops.push(
    version.stop,
    followServer(deps, connection, id, setRole),
    effect(() => {
      if (connection.you.value !== undefined) you.value = connection.you.value;
    }),
    effect(() => {
      if (!['connecting', 'syncing'].includes(connection.status.value.sync)) opened.resolve();
    }),
  );

  /** A board that was open here before is usable at once, whether or not the server can be reached. */
  const openCopy = (of: string) => {
    const copy = keepLocally(of, doc, early.stored, report);
    local = copy;
    document.loadsFrom(copy);
    stops.push(
      copy.stop,
      effect(() => {
        kept.value = copy.kept.value;
      }),
      tellWhenNotKept(copy.kept, shell),
    );
    void copy.loaded.then(() => {
      if (board.size > 0) opened.resolve();
    });
  };

  const enter = (mounted: Promise<void>) =>
    void enterBoard({
      api,
      storage,
      address: whereToGo,
      showAddress: bar.showAddress,
      pause,
      onWaiting: (waiting) => {
        unanswered.value = waiting;
      },
      onBoard(known, role) {
        id.value = known;
        if (role !== undefined) setRole(role);
        openCopy(known);
      },
      async onGranted(known, role) {
        if (role !== undefined) setRole(role);
        // The server is told what is here, so all of it has to be here first; and a large board takes a while to be read, so
        // there is something to look at before.
        await Promise.all([local?.complete, mounted]);
        connection.open(known);
      },
      onRefused: (failure: Failure) => connection.refuse(failure.code),
      askPassword: shell.askPassword,
    });

  return {
    id,
    you,
    kept,
    api,
    storage,
    connection,
    enter,
    status: connection.status,
    notice: computed(() => (unanswered.value ? { message: strings.noAnswer } : lasting(connection.notice.value))),
    opened: opened.promise,
    address: bar.address,
    showAddress: bar.showAddress,
    onRenamed(name) {
      const me = you.peek();
      if (me !== undefined) you.value = { ...me, name };
    },
    onBoard: (run) =>
      effect(() => {
        const known = id.value;
        return known === undefined ? undefined : untracked(() => run(known));
      }),
    onTaken(next) {
      setDown = next;
    },
    copy: () => local,
    client: () => doc.clientID,
    documentBytes: rarely(() => board.bytes()),
    loses() {
      const { unsaved, reason } = connection.status.peek();
      return unsaved > 0 && (kept.peek() !== 'here' || local?.waits() === true || reason === 'NOT_YOUR_ID');
    },
    stop() {
      connection.close();
      for (const stop of stops.reverse()) stop();
    },
  };
}
