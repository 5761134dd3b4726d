import {
  type Change,
  createBoardDoc,
  Failure,
  mayWrite,
  openBoard,
  type Person,
  type PlainElement,
  plainEdits,
  type Role,
  toPlain,
} from '@gesso/crdt-schema';
import { shownBoard } from '@gesso/drawing';
import { keepSynced } from './connection.ts';
import { parseLink } from './link.ts';
import { type PictureOptions, queryOf } from './pictures.ts';
import { type ClientOptions, openSession, type Session, told } from './session.ts';

/** What happened on a board. `mine`: by this client. */
export interface BoardChange {
  readonly added: readonly PlainElement[];
  readonly updated: readonly PlainElement[];
  readonly removed: readonly string[];
  readonly mine: boolean;
}

/** Elements to be added: objects with a `kind` and what such an element has (`packages/crdt-schema/README.md`). */
export type NewElements = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];

/** A program at a board: it sees what people draw, and they see what it does. */
export interface BoardClient {
  readonly id: string;
  /** What it may do: an owner may take that away at any time. */
  readonly role: Role;
  /** Who it is to others. */
  readonly you: Person;
  readonly name: string;
  /** Why the server lets it in no more (`REVOKED`, `BOARD_DELETED`, …), or that it was closed; undefined while it goes on. */
  readonly refusal: Failure | undefined;
  /** To come back as the same person (`ClientOptions.cookie`); a secret. */
  readonly cookie: string;
  /** All elements in painting order. */
  elements(): PlainElement[];
  get(id: string): PlainElement | undefined;
  /** Adds elements on top, as one step. Returns their ids. Throws `Failure`: `FORBIDDEN`, `MALFORMED` with a detail, `BOARD_FULL`. */
  add(elements: NewElements): string[];
  /** Changes properties of an element; one that is gone is left alone. Throws `Failure`. */
  patch(id: string, properties: Readonly<Record<string, unknown>>): void;
  /** Removes elements as one step. Throws `Failure`. */
  remove(ids: string | readonly string[]): void;
  /** What is done inside `run` is one change to others. Returns what it returns. */
  edit<T>(run: () => T): T;
  /** Calls back after each change, until what it returns is called. */
  onChange(listener: (change: BoardChange) => void): () => void;
  /** Resolves when all that was done is on the server's disk. Rejects with `Failure` when the server refuses. Waits while there is no connection. */
  saved(): Promise<void>;
  /** The board as a picture, made by the server from what it has: wait for `saved` first. Rejects with `Failure`. */
  export(format: 'png' | 'svg', options?: PictureOptions): Promise<Uint8Array>;
  /** Asks the HTTP API as this person. `path` begins with `/api/`. Rejects with `Failure`. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
  /** Leaves. What is not saved is lost. */
  close(): void;
}

const plainChange = ({ added, updated, removed, origin }: Change): BoardChange => ({
  added: added.map(toPlain),
  updated: updated.map(toPlain),
  removed,
  mine: origin === 'local',
});

/** Opens a board for a person who may look at it. Resolves when all of it is here. */
async function openAs(session: Session, id: string): Promise<BoardClient> {
  const doc = createBoardDoc();
  const board = shownBoard(openBoard(doc));
  const path = `/api/boards/${id}`;
  const connection = keepSynced(doc, `${session.server.replace('http', 'ws')}/sync`, id, {
    ticket: async () => String(await told(await session.ask('POST', `${path}/ticket`, {}), 'ticket')),
  });
  const close = () => {
    connection.close();
    board.close();
    doc.destroy();
  };
  try {
    await connection.saved();
  } catch (error) {
    close();
    throw error;
  }
  return {
    id,
    get role() {
      return connection.role ?? 'viewer';
    },
    get you() {
      return connection.you ?? { id: '', name: '', color: '' };
    },
    get name() {
      return board.name;
    },
    get refusal() {
      return connection.refusal;
    },
    get cookie() {
      return session.cookie;
    },
    elements: () => board.all().map(toPlain),
    get(element) {
      const found = board.get(element);
      return found === undefined ? undefined : toPlain(found);
    },
    ...plainEdits(board, () => {
      if (!mayWrite(connection.role ?? 'viewer')) throw new Failure('FORBIDDEN');
    }),
    edit: (run) => board.edit(run),
    onChange: (listener) => board.onChange((change) => listener(plainChange(change))),
    saved: connection.saved,
    async export(format, options = {}) {
      const answer = await session.ask('GET', `${path}/export.${format}?${queryOf(options)}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    ask: session.ask,
    close,
  };
}

const called = async (session: Session, { name }: ClientOptions): Promise<void> => {
  if (name !== undefined) await session.ask('PATCH', '/api/session', { name });
};

/**
 * Opens the board of a link, as people copy it from the address bar. Resolves when all of the board is here. Rejects with `Failure`:
 * `MALFORMED` for what is no link, `NO_SUCH_BOARD`, `REVOKED`, `PASSWORD_REQUIRED`, `UNREACHABLE`.
 */
export async function connect(link: string, options: ClientOptions = {}): Promise<BoardClient> {
  const { server, board, key } = parseLink(link);
  const { password } = options;
  const session = openSession(server, options);
  if (key !== undefined)
    await session.ask('POST', `/api/boards/${board}/join`, { key, ...(password === undefined ? {} : { password }) });
  await called(session, options);
  return openAs(session, board);
}

/** Makes a board that belongs to the program, with a link for others to draw by. Rejects with `Failure`. */
export async function createBoard(
  server: string,
  options: ClientOptions & { readonly title?: string } = {},
): Promise<{ readonly client: BoardClient; readonly link: string }> {
  const { title } = options;
  const session = openSession(server.replace(/\/+$/, ''), options);
  const answer = await session.ask('POST', '/api/boards', title === undefined ? {} : { title });
  const made = (await answer.json()) as {
    readonly board?: { id?: unknown };
    readonly links?: { edit?: { url?: unknown } };
  };
  const [id, link] = [made.board?.id, made.links?.edit?.url];
  if (typeof id !== 'string' || typeof link !== 'string') throw new Failure('INTERNAL', 'the answer has no board');
  await called(session, options);
  return { client: await openAs(session, id), link };
}
