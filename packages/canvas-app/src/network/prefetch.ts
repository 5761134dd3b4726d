import { readAddress } from './address.ts';
import { databaseOf, storedBoards } from './local-databases.ts';

/**
 * What every page asks of the server and the disk first, asked while the browser still reads the rest of the app. Imports
 * nothing large: it has to be there before all else. No matter what comes of it, the app asks again where it must.
 */
export interface Early {
  /** Names of what this device has stored when the page begins. */
  readonly stored: Promise<ReadonlySet<string> | undefined>;
  /** As the window's own; the first to ask what was asked already gets that answer. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * The socket of this address if it is open or about to be, once. Its taker sets its handlers at once; they hear all
   * that has happened to it so far.
   */
  socket(url: string): WebSocket | undefined;
}

/** The part of a browser's window that is used. */
export interface EarlyWindow extends Pick<Window, 'fetch'> {
  readonly location: Pick<Location, 'origin' | 'pathname' | 'hash'>;
  readonly WebSocket: typeof WebSocket;
}

/** Sync step 1 of a person who has nothing: message type, step, and an empty state vector with its length. */
const askForAll = Uint8Array.of(0, 0, 1, 0);

const isAskForAll = (data: unknown): boolean =>
  data instanceof Uint8Array && data.length === askForAll.length && data.every((byte, i) => byte === askForAll[i]);

const json = { 'content-type': 'application/json' } as const;

/** A socket that keeps what it hears until it has a listener. */
const openSocket = (Socket: typeof WebSocket, url: string, isNew: Promise<boolean>) => {
  const socket = new Socket(url);
  socket.binaryType = 'arraybuffer';
  const heard: unknown[] = [];
  let asked = false;
  let taken = false;
  const keep = ({ data }: MessageEvent<unknown>) => heard.push(data);
  socket.addEventListener('message', keep);
  const opened = new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  // Without a copy on this device all of the board is wanted, no matter what else there is to say.
  void Promise.all([isNew, opened]).then(([wantsAll]) => {
    if (!wantsAll || taken || socket.readyState !== Socket.OPEN) return;
    asked = true;
    socket.send(askForAll);
  });
  return {
    url,
    take(): WebSocket | undefined {
      taken = true;
      const isOpen = socket.readyState === Socket.OPEN;
      if (!isOpen && socket.readyState !== Socket.CONNECTING) return undefined;
      if (asked) {
        const send = socket.send.bind(socket);
        socket.send = (data) => {
          // Asking for the same again would bring it twice.
          if (asked && isAskForAll(data)) asked = false;
          else send(data);
        };
      }
      queueMicrotask(() => {
        socket.removeEventListener('message', keep);
        if (isOpen) socket.dispatchEvent(new Event('open'));
        for (const data of heard.splice(0)) socket.dispatchEvent(new MessageEvent('message', { data }));
      });
      return socket;
    },
  };
};

/** Asks. The page's address says what for. */
export const askEarly = (page: EarlyWindow): Early => {
  const { origin, pathname, hash } = page.location;
  const { board, key } = readAddress(pathname, hash);
  const stored = storedBoards();
  const [method, path, body] =
    board === undefined
      ? ['POST', '/api/boards', '{}']
      : key === undefined
        ? ['GET', '/api/session', undefined]
        : ['POST', `/api/boards/${board}/join`, JSON.stringify({ key })];
  const credentials = 'same-origin';
  let answer: Promise<Response> | undefined = page.fetch(
    path,
    body === undefined ? { method, credentials } : { method, credentials, headers: json, body },
  );
  let socket: ReturnType<typeof openSocket> | undefined;
  answer.then(
    ({ ok }) => {
      if (!ok || board === undefined) return;
      const isNew = stored.then((names) => names !== undefined && !names.has(databaseOf(board)));
      socket = openSocket(page.WebSocket, `${origin.replace(/^http/, 'ws')}/sync/${board}?gesso=1`, isNew);
    },
    () => undefined,
  );
  return {
    stored,
    fetch(asked, init) {
      const early = answer;
      if (early === undefined || asked !== path || init?.method !== method || init.body !== body)
        return page.fetch(asked, init);
      answer = undefined;
      return early;
    },
    socket(url) {
      if (socket?.url !== url) return undefined;
      const found = socket.take();
      socket = undefined;
      return found;
    },
  };
};
