import { messageType } from '@gesso/crdt-schema';
import * as encoding from 'lib0/encoding';

/** A socket that opens when the test says so, and whose other end is the test. */
export const liveNetwork = () => {
  const sockets: ServerEnd[] = [];
  class ServerEnd {
    static readonly OPEN = 1;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readyState = 0;
    onopen?: () => void;
    onmessage?: (event: { readonly data: ArrayBuffer }) => void;
    onclose?: (event: { readonly code: number; readonly reason: string }) => void;
    readonly sent: Uint8Array[] = [];
    constructor() {
      sockets.push(this);
    }
    send(data: Uint8Array): void {
      this.sent.push(data.slice());
    }
    close(): void {
      this.fail(1006);
    }
    accept(): void {
      this.readyState = 1;
      this.onopen?.();
    }
    fail(code: number, reason = ''): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.onclose?.({ code, reason });
    }
    say(write: (encoder: encoding.Encoder) => void): void {
      const encoder = encoding.createEncoder();
      write(encoder);
      this.onmessage?.({ data: encoding.toUint8Array(encoder).slice().buffer });
    }
    /** Sync step 1 and 2 of a server that has `state`, and knows `client` up to `clock`. */
    sync(client: number, clock: number, state: Uint8Array): void {
      this.say((encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint(encoder, 0);
        const vector = encoding.createEncoder();
        for (const number of [1, client, clock]) encoding.writeVarUint(vector, number);
        encoding.writeVarUint8Array(encoder, encoding.toUint8Array(vector));
      });
      this.say((encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint8Array(encoder, state);
      });
    }
    acknowledge(count: number): void {
      this.say((encoder) => {
        encoding.writeVarUint(encoder, messageType.saved);
        encoding.writeVarUint(encoder, count);
      });
    }
  }
  return { sockets, WebSocket: ServerEnd as unknown as typeof WebSocket };
};
