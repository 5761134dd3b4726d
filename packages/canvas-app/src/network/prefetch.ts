import { readAddress } from './address.ts';
import { BoardSocket } from './board-socket.ts';
import { type Opened, openRows } from './database.ts';
import { databaseOf, storedBoards } from './local-databases.ts';

/**
 * What every page asks of the server and the disk first, asked while the browser still reads the rest of the app. Imports
 * nothing large: it has to be there before all else. No matter what comes of it, the app asks again where it must.
 */
export interface Prefetched {
  /** Names of what this device has stored when the page begins. */
  readonly stored: Promise<ReadonlySet<string> | undefined>;
  /** The copy of the board on this device; undefined where there is none or it cannot be read. It is to be closed. */
  readonly copy: Promise<Opened | undefined>;
  /** As the window's own; the first to ask what was asked already gets that answer. */
  readonly fetch: typeof globalThis.fetch;
  /** Returns the socket of this address if it is open or about to be, once. It is to be handed over. */
  socket(url: string): BoardSocket | undefined;
  /** How one without a session goes on; absent where a cookie says who asks. */
  readonly visitor?: Visitor;
}

/** What a page in a frame of another site sends in place of a cookie; see `embedded.ts`. */
export interface Visitor {
  readonly WebSocket: typeof WebSocket;
  /** What to send along with requests. */
  headers(): Readonly<Record<string, string>>;
  /** What to put behind the address of a picture. */
  pictureQuery(): string;
}

/** The part of a browser's window that is used. */
export interface PrefetchWindow extends Pick<Window, 'fetch'> {
  readonly location: Pick<Location, 'origin' | 'pathname' | 'hash'>;
  readonly WebSocket: typeof WebSocket;
}

const json = { 'content-type': 'application/json' } as const;

/** Returns what is to be asked first: method, path and body. The page's address says what for. */
function firstRequest(board: string | undefined, key: string | undefined): readonly [string, string, string?] {
  if (board === undefined) return ['POST', '/api/boards', '{}'];
  if (key === undefined) return ['GET', '/api/session'];
  return ['POST', `/api/boards/${board}/join`, JSON.stringify({ key })];
}

/** Asks for what the page at this address needs. */
export function prefetch(page: PrefetchWindow): Prefetched {
  const { origin, pathname, hash } = page.location;
  const { board, key } = readAddress(pathname, hash);
  const stored = storedBoards();
  const name = databaseOf(board ?? '');
  // Read while the app is compiled. What is not there yet is made by the app: `stored` tells of what was.
  const copy = stored.then((names) => (names?.has(name) ? openRows(name) : undefined)).catch(() => undefined);
  const [method, path, body] = firstRequest(board, key);
  const credentials = 'same-origin';
  let answer: Promise<Response> | undefined = page.fetch(
    path,
    body === undefined ? { method, credentials } : { method, credentials, headers: json, body },
  );
  let socket: BoardSocket | undefined;
  answer.then(
    ({ ok }) => {
      if (!ok || board === undefined) return;
      const opened = new BoardSocket(page.WebSocket, `${origin.replace(/^http/, 'ws')}/sync/${board}?gesso=1`);
      socket = opened;
      // Without a copy on this device all of the board is wanted, no matter what else there is to say.
      void Promise.all([stored, opened.opened]).then(([names]) => {
        if (names?.has(name) === false) opened.askForAll();
      });
    },
    () => undefined,
  );
  return {
    stored,
    copy,
    fetch(asked, init) {
      const early = answer;
      if (early === undefined || asked !== path || init?.method !== method || init.body !== body)
        return page.fetch(asked, init);
      answer = undefined;
      return early;
    },
    socket(url) {
      if (socket?.url !== url) return undefined;
      const found = socket.isUsable ? socket : undefined;
      socket = undefined;
      return found;
    },
  };
}
