/**
 * The socket of a board: as much of a WebSocket as y-websocket asks for. It may be opened before anybody listens, and keeps what
 * happens to it until it is handed over. Imports nothing: it has to be there before the app is.
 */

/** What becomes of the frames that a socket is given to send. */
export interface FrameRules {
  /** Returns the frame as it is to travel; undefined for one that stays here. */
  outgoing(frame: Uint8Array): Uint8Array | undefined;
  /** Hears of each frame after it has left, as it was given. */
  sent(frame: Uint8Array): void;
}

/** Values of `readyState` (WHATWG WebSockets, section 3.1). */
const CONNECTING = 0;
const OPEN = 1;

/** Sync step 1 of a person who has nothing: message type, step, and an empty state vector with its length. */
const askForAll = Uint8Array.of(0, 0, 1, 0);

function isAskForAll(frame: Uint8Array): boolean {
  return frame.length === askForAll.length && frame.every((byte, i) => byte === askForAll[i]);
}

type Handler<E> = ((event: E) => void) | null;

export class BoardSocket {
  readonly OPEN = OPEN;
  readonly url: string;
  /** What messages are given as; y-websocket sets the same. */
  binaryType = 'arraybuffer';
  onopen: Handler<Event> = null;
  onmessage: Handler<MessageEvent> = null;
  onerror: Handler<Event> = null;
  onclose: Handler<CloseEvent> = null;
  /** Resolves when the socket opens. */
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  #rules: FrameRules | undefined;
  /** What nobody has heard yet; undefined as soon as events go straight to the handlers. */
  #unheard: (() => void)[] | undefined = [];
  #hasAsked = false;

  constructor(Socket: typeof WebSocket, url: string) {
    this.url = url;
    this.#socket = new Socket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.opened = new Promise((resolve) => {
      this.#socket.onopen = (event) => {
        resolve();
        this.#tell(() => this.onopen?.(event));
      };
    });
    this.#socket.onmessage = (event) => this.#tell(() => this.onmessage?.(event));
    this.#socket.onerror = (event) => this.#tell(() => this.onerror?.(event));
    this.#socket.onclose = (event) => this.#tell(() => this.onclose?.(event));
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  /** Whether the socket is open or about to be. */
  get isUsable(): boolean {
    return this.readyState === CONNECTING || this.readyState === OPEN;
  }

  /** Asks for all of the board, as long as the socket is nobody's. */
  askForAll(): void {
    if (this.#rules !== undefined || this.readyState !== OPEN) return;
    this.#hasAsked = true;
    this.#socket.send(askForAll);
  }

  /** Hands the socket over. The taker sets its handlers at once; they hear all that has happened so far, in order. */
  handOver(rules: FrameRules): void {
    this.#rules = rules;
    if (this.#unheard?.length === 0) this.#unheard = undefined;
    else queueMicrotask(() => this.#release());
  }

  send(frame: Uint8Array): void {
    const bytes = this.#rules ? this.#rules.outgoing(frame) : frame;
    if (bytes === undefined) return;
    // Asking for the same again would bring it twice.
    if (this.#hasAsked && isAskForAll(bytes)) this.#hasAsked = false;
    else this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
    this.#rules?.sent(frame);
  }

  close(): void {
    this.#socket.close();
  }

  /** Gives up a socket that does not open within `ms`. Closed in vain it is lost like any other. */
  closeUnlessOpen(ms: number): void {
    setTimeout(() => {
      if (this.readyState === CONNECTING) this.close();
    }, ms);
  }

  #tell(event: () => void): void {
    if (this.#unheard === undefined) event();
    else this.#unheard.push(event);
  }

  #release(): void {
    const unheard = this.#unheard ?? [];
    this.#unheard = undefined;
    for (const tell of unheard) tell();
  }
}
