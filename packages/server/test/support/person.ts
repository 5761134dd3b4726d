import type { Role } from '@gesso/crdt-schema';
import { type ClientOptions, WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { line } from './line.ts';
import { afterThis } from './server.ts';

export interface Facts {
  readonly id: string;
  readonly title: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
  readonly deletedUntil?: string;
  readonly openedAt?: string | null;
  readonly starred?: boolean;
  readonly tags?: readonly string[];
  readonly found?: string;
  readonly people?: readonly { readonly id: string; readonly name: string; readonly color: string }[];
}

/** Everything any answer may hold; a test reads what its request is answered with. */
export interface Answer extends Facts {
  readonly board: Facts;
  readonly boards: readonly Facts[];
  readonly next: string | null;
  readonly reading?: boolean;
  readonly links: readonly Link[] & { readonly edit: Link; readonly view: Link };
  readonly url: string;
  readonly key: string;
  readonly label: string | null;
  readonly uses: number;
  readonly expiresAt: string | null;
  readonly ticket: string;
  readonly expiresIn: number;
  readonly name: string;
  readonly color: string;
  readonly signedIn: boolean;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly status: string;
  readonly store: string;
  readonly hash: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Answer;
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Link {
  readonly id: string;
  readonly role: Role;
  readonly url: string;
  readonly key: string;
}

export interface NewBoard {
  readonly id: string;
  readonly edit: Link;
  readonly view: Link;
}

/** Somebody with a browser of their own: a cookie jar, and the pages of one server. */
export const person = (url: string, known?: string) => {
  let cookie = known;

  const request = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const bytes = body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
        ...(method === 'GET' ? {} : { origin: url }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const content = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(content);
    const json = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : {}) as Answer,
      text,
      bytes: content,
    };
  };

  const socketUrl = `${url.replace('http', 'ws')}/sync`;

  const me = {
    get cookie() {
      return cookie ?? '';
    },
    get: (path: string) => request('GET', path),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => request('POST', path, body, headers),
    patch: (path: string, body: unknown) => request('PATCH', path, body),
    put: (path: string, body?: unknown) => request('PUT', path, body),
    delete: (path: string) => request('DELETE', path),
    request,

    async makesBoard(title?: string): Promise<NewBoard> {
      const { body } = await me.post('/api/boards', title === undefined ? {} : { title });
      return { id: body.board.id, edit: body.links.edit, view: body.links.view };
    },
    opens: (link: Link, password?: string) =>
      me.post(`/api/boards/${boardOf(link)}/join`, { key: link.key, ...(password === undefined ? {} : { password }) }),
    async ticket(board: string, link?: Link): Promise<string> {
      return (await me.post(`/api/boards/${board}/ticket`, link === undefined ? {} : { key: link.key })).body.ticket;
    },

    /** A y-websocket provider as it comes from npm, with a ticket for each connection. */
    async stock(board: string, link?: Link) {
      const doc = new Y.Doc();
      const provider = new WebsocketProvider(socketUrl, board, doc, {
        params: { ticket: await me.ticket(board, link) },
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
      });
      afterThis(() => {
        provider.destroy();
        doc.destroy();
      });
      return { doc, provider, awareness: provider.awareness };
    },

    /** A bare connection that sends and reads frames, with the cookie of this person and the page's origin. */
    connects: (
      board: string,
      query: Record<string, string> = { gesso: '1' },
      headers: Record<string, string> = {},
      options: ClientOptions = {},
    ) =>
      line(
        `${socketUrl}/${board}?${new URLSearchParams(query)}`,
        { ...(cookie === undefined ? {} : { cookie }), origin: url, ...headers },
        options,
      ),
  };
  return me;
};

export type Someone = ReturnType<typeof person>;

const boardOf = (link: Link): string => new URL(link.url).pathname.slice('/b/'.length);

/** Resolves when a provider has what the server has. */
export const synced = ({ provider }: { readonly provider: WebsocketProvider }): Promise<void> =>
  provider.synced ? Promise.resolve() : new Promise((resolve) => provider.once('sync', () => resolve()));

/** Resolves once `ready` holds, asked at every change of the document. */
export const eventually = (doc: Y.Doc, ready: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!ready()) return;
      doc.off('update', look);
      resolve();
    };
    doc.on('update', look);
    look();
  });
