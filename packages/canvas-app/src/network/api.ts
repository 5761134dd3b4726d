import { Failure, type FailureCode, failures, type Person, type Role, roles } from '@gesso/crdt-schema';
import { within } from '../waiting.ts';

/** A link as the owner sees it. `key` and `url` are only there in the answer that made the link. */
export interface ShareLink {
  readonly id: string;
  readonly role: Role;
  readonly label: string | undefined;
  readonly expiresAt: string | undefined;
  readonly uses: number;
  readonly url: string | undefined;
}

export interface CreatedBoard {
  readonly id: string;
  readonly role: Role;
  readonly links: { readonly edit: ShareLink; readonly view: ShareLink };
}

/** The HTTP API as the app uses it. Every method throws `Failure`; `UNREACHABLE` when there was no answer in ten seconds. */
export interface Api {
  /** Waits as long as it takes. */
  createBoard(): Promise<CreatedBoard>;
  join(board: string, key: string, password?: string): Promise<Role>;
  session(): Promise<Person>;
  /** Anything else of the API, as it is answered. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
}

type Json = Readonly<Record<string, unknown>>;

export const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const role = (value: unknown): Role => roles.find((known) => known === value) ?? 'viewer';

const required = (value: unknown, name: string): string => {
  const text = string(value);
  if (text === undefined) throw new Failure('INTERNAL', `the answer has no ${name}`);
  return text;
};

export const link = (value: unknown): ShareLink => {
  const json = object(value);
  return {
    id: required(json['id'], 'id'),
    role: role(json['role']),
    label: string(json['label']),
    expiresAt: string(json['expiresAt']),
    uses: typeof json['uses'] === 'number' ? json['uses'] : 0,
    url: string(json['url']),
  };
};

export const person = (value: unknown): Person => {
  const json = object(value);
  return {
    id: required(json['id'], 'id'),
    name: required(json['name'], 'name'),
    color: required(json['color'], 'color'),
  };
};

/** The failure that an answer of the server tells of. `body` is what came with it, of any form. */
export const failureOf = (status: number, body: unknown): Failure => {
  const code = string(object(body)['code']);
  if (code !== undefined && Object.hasOwn(failures, code)) return new Failure(code as FailureCode);
  // A proxy says 502 to 504 of a server that it does not reach.
  const kind = status > 501 ? 'UNREACHABLE' : status > 499 ? 'INTERNAL' : 'MALFORMED';
  return new Failure(kind, `HTTP ${status}`);
};

/** ms after which a request that is not answered counts as one that cannot be. */
export const answerTimeout = 10_000;

/** The API of the server that served this page. `fetch` is passed in so that tests need no network. */
export const openApi = (fetch: typeof globalThis.fetch): Api => {
  const call = async (method: string, path: string, body?: unknown, limit = within): Promise<unknown> => {
    const abort = new AbortController();
    const asked = async (): Promise<unknown> => {
      const response = await fetch(path, {
        method,
        credentials: 'same-origin',
        signal: abort.signal,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (!response.ok) throw failureOf(response.status, await response.json().catch(() => undefined));
      return response.status === 204 ? undefined : await response.json();
    };
    try {
      return await limit(answerTimeout, asked());
    } catch (error) {
      abort.abort();
      throw error instanceof Failure ? error : new Failure('UNREACHABLE', String(error));
    }
  };

  return {
    async createBoard() {
      // Given up, it may be made all the same, and asking again would make one more.
      const json = object(await call('POST', '/api/boards', {}, (_ms, work) => work));
      const board = object(json['board']);
      const links = object(json['links']);
      return {
        id: required(board['id'], 'board id'),
        role: role(board['role']),
        links: { edit: link(links['edit']), view: link(links['view']) },
      };
    },
    async join(board, key, password) {
      const json = object(
        await call('POST', `/api/boards/${encodeURIComponent(board)}/join`, { key, ...(password ? { password } : {}) }),
      );
      return role(json['role']);
    },
    session: async () => person(await call('GET', '/api/session')),
    call,
  };
};
