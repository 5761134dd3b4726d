import './globals.ts';
import {
  type Board,
  type BoardDoc,
  type Comments,
  createBoardDoc,
  type ElementId,
  mayWrite,
  openBoard,
  openComments,
  type Role,
} from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { type Connection, prepareConnection } from '../packages/canvas-app/src/network/connect.ts';
import type { SyncStatus } from '../packages/canvas-app/src/network/status.ts';
import type { Act } from './convergence-oracle.ts';
import { type EditWeights, editAtRandom } from './edits.ts';
import type { Link } from './net.ts';
import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

/** What the app shows its user, at the moment it does. */
export interface EditorWatch {
  /** An update was made here and not received. */
  made(editor: Editor, update: Uint8Array): void;
  /** Yjs found another person writing under the client id of this page. */
  robbed(editor: Editor): void;
  /** The page was closed, and of what was made here only these updates are still on the device. */
  closed(editor: Editor, kept: ReadonlySet<Uint8Array>): void;
  showed(editor: Editor, status: SyncStatus): void;
  /** A person has done something, and has seen it done. */
  acted(editor: Editor, act: Act): void;
  /** An undo or redo deleted what another person wrote. */
  tookBackForeign(editor: Editor, client: number): void;
  /** A person has written a record of the comments, as it stands in their document. */
  commented(editor: Editor, key: string, record: unknown): void;
}

/** A person with the app open: the app's own connection on y-websocket's provider, and a real board. */
export interface Editor {
  readonly name: string;
  readonly person: string;
  /** Changes with the next `enter` when it was changed for them. */
  role: Role;
  /** Yjs client ids it has used. */
  readonly ids: readonly number[];
  readonly open: boolean;
  readonly status: SyncStatus;
  /** The server has left out something of what is on the page: the person is asked to load it anew. */
  readonly isLeftOut: boolean;
  readonly doc: Y.Doc;
  readonly board: Board;
  /** Clients whose presence it sees, its own left out. */
  readonly sees: readonly number[];
  enter(): void;
  /** Closes the page. With `keeps`, its local copy has everything that was made a moment ago. */
  leave(keeps: boolean): void;
  /** The local copy is deleted. */
  forget(): void;
  edit(rng: Rng): string;
  point(rng: Rng): void;
  offline(): void;
  online(): void;
}

export interface EditorDeps {
  readonly name: string;
  readonly person: string;
  readonly role: Role;
  readonly index: number;
  readonly link: Link;
  readonly time: VirtualTime;
  readonly rng: Rng;
  readonly weights: EditWeights;
  readonly watch: EditorWatch;
  /** What they edit by, when it is not the app's board as it is. */
  readonly board?: ((board: Board, doc: BoardDoc) => Board) | undefined;
}

/** How long the local copy may lag behind (ms). */
const storingMs = 40;
const LOCAL_COPY = Symbol('local copy');

interface Page {
  readonly doc: Y.Doc;
  readonly board: Board;
  readonly comments: Comments;
  readonly connection: Connection;
  readonly events: EventTarget;
  readonly stop: () => void;
}

/** Everyone else who wrote something that a transaction deleted, and not only by deleting what it was part of. */
const foreignDeletes = (transaction: Y.Transaction, own: number): number | undefined => {
  let foreign: number | undefined;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const { parent } = struct as Partial<Y.Item>;
    const inside = parent instanceof Y.AbstractType && parent._item?.deleted === true;
    if (struct.id.client !== own && !inside) foreign ??= struct.id.client;
  });
  return foreign;
};

const noChange = { added: [], updated: [], removed: [] } as const;

/** Elements that are gone from a page and whose properties a transaction changed in it nevertheless. */
const changedUnseen = (transaction: Y.Transaction, doc: Y.Doc): ElementId[] => {
  const overrides: unknown = doc.getMap('ov');
  const keys = [...transaction.changed].flatMap(([type, names]) => (type === overrides ? [...names] : []));
  const ids = new Set(keys.flatMap((key) => key?.split(':')[0] ?? []));
  const elements = doc.getMap('el');
  return [...ids].filter((id) => !elements.has(id));
};

export const createEditor = (deps: EditorDeps): Editor => {
  const { name, person, index, link, time, rng, weights, watch, board: dress = (board) => board } = deps;
  const ids: number[] = [];
  /** Stands in for IndexedDB: every update of the document and when it had been written. */
  let copy: { readonly update: Uint8Array; readonly at: number }[] = [];
  let page: Page | undefined;
  /** Whether they are doing something at this moment, and not the app by itself. */
  let acting = false;
  const rest = createBoardDoc();
  const restBoard = openBoard(rest);
  const closed: SyncStatus = { sync: 'offline', unsaved: 0 };

  const openPage = (): Page => {
    const doc = createBoardDoc();
    doc.clientID = (index + 1) * 1_000 + ids.length;
    ids.push(doc.clientID);
    for (const { update } of copy) Y.applyUpdate(doc, update, LOCAL_COPY);
    const events = new EventTarget();
    const connection = prepareConnection(doc, 'ws://the-server', rng.next, {
      WebSocket: link.Socket,
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    });
    const onUpdate = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction): void => {
      copy.push({ update, at: Math.max(copy.at(-1)?.at ?? 0, time.now() + storingMs * rng.next()) });
      if (local) watch.made(editor, update);
      if (doc.clientID !== ids.at(-1)) watch.robbed(editor);
    };
    doc.on('update', onUpdate);
    let last: Y.Transaction | undefined;
    const onTransaction = (transaction: Y.Transaction): void => {
      last = transaction;
      if (!(transaction.origin instanceof Y.UndoManager)) return;
      const unseen = changedUnseen(transaction, doc);
      if (acting && unseen.length > 0) tell(transaction, { change: noChange, unseen });
      const foreign = foreignDeletes(transaction, doc.clientID);
      if (foreign !== undefined) watch.tookBackForeign(editor, foreign);
    };
    doc.on('afterTransaction', onTransaction);
    const board = dress(openBoard(doc, { random: rng.next }), doc);
    const cm = doc.getMap('cm');
    const comments = openComments(doc, {
      me() {
        const you = connection.you.peek();
        return you && { ...you, canEdit: mayWrite(deps.role) };
      },
      now: time.wall,
      random: rng.next,
    });
    cm.observe(({ keysChanged }, { local }) => {
      for (const key of local ? keysChanged : []) if (cm.has(key)) watch.commented(editor, key, cm.get(key));
    });
    const tell = ({ beforeState: seen, afterState }: Y.Transaction, what: Pick<Act, 'change' | 'unseen'>): void => {
      const client = doc.clientID;
      const clock = afterState.get(client) ?? 0;
      watch.acted(editor, { client, clock: clock > (seen.get(client) ?? 0) ? clock : undefined, seen, ...what });
    };
    const stopActs = board.onChange((change) => {
      if (acting && last !== undefined) tell(last, { change });
    });
    const stopStatus = connection.status.subscribe((status) => {
      if (page !== undefined) watch.showed(editor, status);
    });
    // As the app does once it knows who it is: clients take no notice of the empty state that y-websocket sends first.
    const stopPresence = connection.you.subscribe((user) => {
      if (user !== undefined) connection.awareness.setLocalState({ user });
    });
    return {
      doc,
      board,
      comments,
      connection,
      events,
      stop() {
        stopStatus();
        stopPresence();
        stopActs();
        doc.off('afterTransaction', onTransaction);
        doc.off('update', onUpdate);
        connection.close();
        comments.close();
        board.close();
        doc.destroy();
      },
    };
  };

  const editor: Editor = {
    name,
    person,
    role: deps.role,
    ids,
    get open() {
      return page !== undefined;
    },
    get status() {
      return page?.connection.status.peek() ?? closed;
    },
    get isLeftOut() {
      return page?.connection.told.peek()?.code === 'COMMENT_LEFT_OUT';
    },
    get doc() {
      return page?.doc ?? rest;
    },
    get board() {
      return page?.board ?? restBoard;
    },
    get sees() {
      if (page === undefined) return [];
      const { awareness } = page.connection;
      return [...awareness.getStates().keys()].filter((client) => client !== awareness.clientID);
    },
    enter() {
      if (page !== undefined) return;
      page = openPage();
      page.connection.open('the-board');
    },
    leave(keeps) {
      if (page === undefined) return;
      const last = page;
      page = undefined;
      last.stop();
      copy = keeps ? copy.filter(({ at }) => at <= time.now()) : [];
      watch.closed(editor, new Set(copy.map(({ update }) => update)));
    },
    forget() {
      copy = [];
    },
    edit(chance) {
      if (page === undefined) return 'nothing';
      acting = true;
      try {
        return editAtRandom(page.board, page.comments, chance, weights);
      } finally {
        acting = false;
      }
    },
    point(chance) {
      const you = page?.connection.you.peek();
      if (you === undefined) return;
      page?.connection.awareness.setLocalState({ user: you, cursor: [chance.int(2_000), chance.int(1_000)] });
    },
    offline: () => void page?.events.dispatchEvent(new Event('offline')),
    online: () => void page?.events.dispatchEvent(new Event('online')),
  };
  return editor;
};
