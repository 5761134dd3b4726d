import { type FailureCode, failures, limits } from '@gesso/crdt-schema';
import { WebSocket } from 'ws';

/** Room for the envelope around the largest update. */
const envelopeBytes = 1024;
/** How long a peer may take to answer our close before its socket is cut, in ms. */
const closeMs = 3_000;

/** What ws itself finds wrong with a frame is told in Gesso's codes, which a client knows what to do about. */
export class BoardSocket extends WebSocket {
  alive = true;
  /** Why it was ended from here. */
  endedBy: FailureCode | undefined;

  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) this.refuse('TOO_LARGE');
    else if (code === 1002 || code === 1007 || code === 1008) this.refuse('MALFORMED');
    else super.close(code, reason);
  }

  refuse(failure: FailureCode): void {
    this.endedBy ??= failure;
    super.close(failures[failure].close, failure);
  }
}

export const socketOptions = {
  noServer: true,
  WebSocket: BoardSocket,
  // Small frames gain nothing from it, and each socket would pay for it in memory.
  perMessageDeflate: false,
  maxPayload: limits.syncStepBytes + envelopeBytes,
  maxFragments: 256,
  maxBufferedChunks: 16_384,
  closeTimeout: closeMs,
};
