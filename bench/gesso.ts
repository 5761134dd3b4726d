import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type Server, startProcess } from './process.ts';

/** A board as its maker has it. */
export interface NewBoard {
  readonly id: string;
  /** What opens it. */
  readonly key: string;
  /** Path and fragment of the link that lets anybody draw. */
  readonly path: string;
  /** Merges a Yjs update into the document. */
  put(update: Uint8Array): Promise<void>;
  /** Its maker, as the server knows them. */
  me(): Promise<{ readonly id: string; readonly name: string }>;
  /** Puts a picture on the board. Returns the name of its asset. */
  addPicture(svg: string): Promise<string>;
  /** Keeps it as it is now, under a name. */
  keepVersion(name: string): Promise<void>;
  /** A picture of it, made by the server. */
  picture(scale: number): Promise<Uint8Array>;
  /** Address of a socket of a new visitor, good for one connection. */
  socket(): Promise<string>;
}

/** A real Gesso server on a data folder of its own. */
export interface Gesso extends Server {
  /** Ends it and starts it again on the same data, with something done to them in between. */
  restart(between?: () => void): Promise<Gesso>;
  /** Address of a socket of a new visitor to a board of this data. */
  socketOf(board: string, key: string): Promise<string>;
  newBoard(): Promise<NewBoard>;
  /** Resolves when the log of every board has been compacted into a snapshot, which the server does once nobody is there. */
  compacted(): Promise<void>;
}

const text = (value: unknown, ...path: readonly string[]): string => {
  const found = path.reduce((at, key): unknown => (at as Record<string, unknown> | undefined)?.[key], value);
  if (typeof found !== 'string') throw new Error(`the server's answer has no ${path.join('.')}`);
  return found;
};

let asked = 0;
/** People come from many places: what one address may ask for is limited. */
const nextAddress = (): string => {
  asked++;
  return `10.0.${asked >> 8}.${asked & 255}`;
};

const request = async (url: string, method: string, body: unknown, cookie = ''): Promise<Response> => {
  const bytes = body instanceof Uint8Array;
  const type = bytes ? 'application/octet-stream' : 'application/json';
  const response = await fetch(url, {
    method,
    headers: { cookie, origin: new URL(url).origin, 'content-type': type, 'x-forwarded-for': nextAddress() },
    ...(method === 'GET' ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response;
};

/** How `npm start` starts the server. */
interface ServerProcess {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it as people do, on a temporary folder that goes with it. */
export const startGesso = async (
  folder = mkdtempSync(join(tmpdir(), 'gesso-bench-')),
  more: Readonly<Record<string, string>> = {},
): Promise<Gesso> => {
  const { flags, env }: ServerProcess = JSON.parse(
    readFileSync(join(import.meta.dirname, '../scripts/server-process.json'), 'utf8'),
  );
  const settings = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'warn', TRUST_PROXY: '127.0.0.1' };
  const server = await startProcess('packages/server/src/main.ts', { ...env, ...settings, ...more }, flags);
  const socketOf: Gesso['socketOf'] = async (id, key) => {
    // A person of their own, as every browser is: without a session all would be one visitor from one place.
    const joined = await request(`${server.url}/api/boards/${id}/join`, 'POST', { key });
    const cookie = joined.headers.getSetCookie()[0]?.split(';')[0];
    const given: unknown = await (await request(`${server.url}/api/boards/${id}/ticket`, 'POST', {}, cookie)).json();
    const query = new URLSearchParams({ ticket: text(given, 'ticket'), gesso: '1' });
    return `${server.url.replace('http', 'ws')}/sync/${id}?${query}`;
  };
  return {
    ...server,
    socketOf,
    async restart(between) {
      await server.stop();
      between?.();
      return startGesso(folder, more);
    },
    async compacted() {
      const database = new DatabaseSync(join(folder, 'gesso.db'), { readOnly: true });
      try {
        const open = database.prepare(
          'SELECT count(*) AS count FROM updates u WHERE NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.board = u.board AND s.upto >= u.seq)',
        );
        while (open.get()?.['count'] !== 0) await delay(50);
      } finally {
        database.close();
      }
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    async newBoard() {
      const made = await request(`${server.url}/api/boards`, 'POST', {});
      const cookie = made.headers.getSetCookie()[0]?.split(';')[0];
      const answer: unknown = await made.json();
      const id = text(answer, 'board', 'id');
      const key = text(answer, 'links', 'edit', 'key');
      return {
        id,
        key,
        path: `/b/${id}#k=${key}`,
        async put(update) {
          await request(`${server.url}/api/boards/${id}/document`, 'PUT', update, cookie);
        },
        async me() {
          const person: unknown = await (await request(`${server.url}/api/session`, 'GET', undefined, cookie)).json();
          return { id: text(person, 'id'), name: text(person, 'name') };
        },
        async addPicture(svg) {
          const bytes = new TextEncoder().encode(svg);
          const response = await request(`${server.url}/api/boards/${id}/assets`, 'POST', bytes, cookie);
          return text(await response.json(), 'hash');
        },
        async keepVersion(name) {
          await request(`${server.url}/api/boards/${id}/versions`, 'POST', { name }, cookie);
        },
        async picture(scale) {
          const query = `scale=${scale.toFixed(4)}&padding=0`;
          const url = `${server.url}/api/boards/${id}/export.png?${query}`;
          return new Uint8Array(await (await request(url, 'GET', undefined, cookie)).arrayBuffer());
        },
        socket: () => socketOf(id, key),
      };
    },
  };
};
