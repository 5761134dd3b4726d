/** A client's end of a connection, as the network sees it. */
export interface SocketEnd {
  opened(): void;
  heard(frame: Uint8Array): void;
  ended(code: number, reason: string, broken: boolean): void;
}

/** Starts a call. What is given back is how the socket speaks. */
export type Dial = (socket: SocketEnd, url: string) => { send(frame: Uint8Array): void; close(): void };

type Handler<E> = ((event: E) => void) | null;

/** A `WebSocket` whose other end is in the same process, as much of it as y-websocket and the app use. */
export const createSocketClass = (dial: Dial): typeof WebSocket => {
  class VirtualSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly OPEN = 1;
    binaryType = 'blob';
    readyState = 0;
    onopen: Handler<object> = null;
    onmessage: Handler<{ readonly data: ArrayBuffer }> = null;
    onerror: Handler<object> = null;
    onclose: Handler<{ readonly code: number; readonly reason: string }> = null;
    readonly #line: ReturnType<Dial>;

    constructor(url: string) {
      this.#line = dial(
        {
          opened: () => {
            if (this.readyState !== 0) return;
            this.readyState = 1;
            this.onopen?.({});
          },
          heard: (frame) => {
            if (this.readyState === 1) this.onmessage?.({ data: frame.slice().buffer });
          },
          ended: (code, reason, broken) => {
            if (this.readyState === 3) return;
            this.readyState = 3;
            if (broken) this.onerror?.({});
            this.onclose?.({ code, reason });
          },
        },
        url,
      );
    }

    send(data: unknown): void {
      if (this.readyState !== 1 || !(data instanceof Uint8Array)) return;
      this.#line.send(data.slice());
    }

    close(): void {
      if (this.readyState > 1) return;
      this.readyState = 2;
      this.#line.close();
    }
  }
  // The rest of the interface is never touched; anyone who starts to use it gets a TypeError.
  return VirtualSocket as unknown as typeof WebSocket;
};
