import { type FailureCode, failures } from '@gesso/crdt-schema';
import { type KeyValue, readItem, writeItem } from '../storage.ts';
import { within } from '../waiting.ts';
import { readAddress } from './address.ts';
import { answerTimeout, failureOf, object } from './api.ts';
import type { Prefetched, PrefetchWindow } from './prefetch.ts';

/** Names the visitor to the server, as `packages/server/src/plugins/callers.ts` reads it. */
const visitorHeader = 'gesso-visitor';
/** A ticket that was not used within this time (ms) is asked for anew; the server takes it for 60 s. */
const ticketMs = 45_000;

/** The part of a browser's window that a page in a frame uses. `storage` outlives the page, not the tab; undefined where it is forbidden. */
export interface EmbeddedWindow extends PrefetchWindow {
  readonly storage: KeyValue | undefined;
}

/** Gets a ticket for one socket, until that is given up. Rejects with a failure of the table. */
type Ticketing = (givenUp: AbortSignal) => Promise<string>;

/**
 * A socket that first asks for a ticket. It has of a WebSocket what `BoardSocket` uses; that the server gives no ticket is told as
 * it would be by a socket: closed, with the code and the name of the failure.
 */
function socketByTicket(Socket: typeof WebSocket, getTicket: Ticketing): typeof WebSocket {
  class TicketSocket {
    binaryType: BinaryType = 'arraybuffer';
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: MessageEvent) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    onclose: ((event: CloseEvent) => void) | null = null;
    #socket: WebSocket | undefined;
    readonly #asking = new AbortController();
    #isClosed = false;

    constructor(url: string) {
      within(answerTimeout, getTicket(this.#asking.signal))
        .then((ticket) => this.#open(`${url}&ticket=${ticket}`))
        .catch((error: unknown) => this.#end(error));
    }

    get readyState(): number {
      return this.#socket?.readyState ?? (this.#isClosed ? WebSocket.CLOSED : WebSocket.CONNECTING);
    }

    send(frame: Uint8Array<ArrayBuffer>): void {
      this.#socket?.send(frame);
    }

    close(): void {
      this.#socket?.close();
      if (this.#socket === undefined) this.#end(undefined);
    }

    #open(url: string): void {
      if (this.#isClosed) return;
      const socket = new Socket(url);
      this.#socket = socket;
      socket.binaryType = this.binaryType;
      socket.onopen = (event) => this.onopen?.(event);
      socket.onmessage = (event) => this.onmessage?.(event);
      socket.onerror = (event) => this.onerror?.(event);
      socket.onclose = (event) => this.onclose?.(event);
    }

    #end(error: unknown): void {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.#asking.abort();
      const code = object(error)['code'];
      const failure = typeof code === 'string' && Object.hasOwn(failures, code) ? (code as FailureCode) : undefined;
      if (failure === undefined) this.onerror?.(new Event('error'));
      const told = failure === undefined ? {} : { code: failures[failure].close, reason: failure };
      this.onclose?.(new CloseEvent('close', told));
    }
  }
  return TicketSocket as unknown as typeof WebSocket;
}

/**
 * Asks for what a board in a frame of another site needs. Browsers give such a page no cookie, and it must not act by one where they
 * do: the page around it could have the person press what they do not see. So it comes in by the key of its address, as a visitor of
 * whom the server stores nothing, and goes on by what the server gave it for that.
 */
export function prefetchEmbedded(page: EmbeddedWindow): Prefetched {
  const { board = '' } = readAddress(page.location.pathname, page.location.hash);
  const key = `gesso.visitor.${board}`;
  let proof = readItem(page.storage, key);
  let pictures: string | undefined;
  let ticket: { readonly value: string; readonly at: number } | undefined;

  const asked: typeof fetch = (input, init) =>
    page.fetch(input, {
      ...init,
      credentials: 'omit',
      headers: {
        ...(init?.headers as Record<string, string>),
        ...(proof === undefined ? {} : { [visitorHeader]: proof }),
      },
    });
  /** Asks for a ticket, and remembers what came with it. */
  const askForTicket = async (init: RequestInit): Promise<Response> => {
    const answer = await asked(`/api/boards/${board}/ticket`, { ...init, method: 'POST' });
    if (!answer.ok) return answer;
    proof = answer.headers.get(visitorHeader) ?? proof;
    if (proof !== undefined) writeItem(page.storage, key, proof);
    const json = object(await answer.clone().json());
    pictures = answer.headers.get('gesso-pictures') ?? undefined;
    ticket = { value: String(json['ticket']), at: performance.now() };
    return answer;
  };
  const freshTicket: Ticketing = async (signal) => {
    if (ticket === undefined || performance.now() - ticket.at > ticketMs) {
      const answer = await askForTicket({ headers: { 'content-type': 'application/json' }, body: '{}', signal });
      if (!answer.ok) throw failureOf(answer.status, await answer.json().catch(() => undefined));
    }
    const { value = '' } = ticket ?? {};
    ticket = undefined;
    return value;
  };

  return {
    stored: Promise.resolve(undefined),
    copy: Promise.resolve(undefined),
    // To be let in by a key is to be given a ticket: nothing remembers a visitor.
    fetch: (input, init) => (input === `/api/boards/${board}/join` ? askForTicket(init ?? {}) : asked(input, init)),
    socket: () => undefined,
    visitor: {
      WebSocket: socketByTicket(page.WebSocket, freshTicket),
      headers: () => (proof === undefined ? {} : { [visitorHeader]: proof }),
      pictureQuery: () => (pictures === undefined ? '' : `?visitor=${pictures}`),
    },
  };
}
