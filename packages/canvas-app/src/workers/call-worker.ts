import type { Face } from './font-faces.ts';
import type { Call, Calls, FromPage, FromWorker } from './protocol.ts';
import type { WorkerPort } from './worker-port.ts';

/** A worker as the page calls it. */
export interface CalledWorker<C extends Calls<C>> {
  /** Says something that is not answered. Nothing happens once the worker is lost. */
  tell<N extends keyof C>(name: N, data: C[N][0], transfer?: Transferable[]): void;
  /**
   * Resolves with the answer. Rejects when the worker is lost, or with the signal's reason: then the call is taken back, and an answer
   * that is on its way is thrown away.
   */
  ask<N extends keyof C>(name: N, data: C[N][0], options?: AskOptions): Promise<C[N][1]>;
  stop(): void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly transfer?: Transferable[];
}

export interface WorkerEvents {
  /** The worker has started. */
  ready?(): void;
  /** The worker has failed and will not come back. All that waits for it is rejected afterwards. */
  lost(): void;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(reason: unknown): void;
}

/** Pictures hold memory until they are closed. */
function discard(answer: unknown): void {
  if (typeof ImageBitmap === 'function' && answer instanceof ImageBitmap) answer.close();
}

/** Calls the worker behind a port. It is told of the page's typefaces first. */
export function callWorker<C extends Calls<C>>(
  port: WorkerPort<FromPage<C>, FromWorker<C>>,
  faces: readonly Face[],
  events: WorkerEvents,
): CalledWorker<C> {
  const waiting = new Map<number, Waiting>();
  let isGone = false;
  let lastId = 0;

  const end = () => {
    isGone = true;
    port.terminate();
  };
  const lose = () => {
    if (isGone) return;
    end();
    events.lost();
    for (const { reject } of waiting.values()) reject(new Error('the worker is lost'));
    waiting.clear();
  };
  const post = (message: FromPage<C>, transfer: Transferable[] = []) => {
    if (!isGone) port.postMessage(message, transfer);
  };
  const call = <N extends keyof C>(name: N, id: number | undefined, data: C[N][0], transfer?: Transferable[]) => {
    const message: Call<C, N> = { type: 'call', name, id, data };
    post(message as FromPage<C>, transfer);
  };

  port.addEventListener('error', lose);
  port.addEventListener('messageerror', lose);
  port.addEventListener('message', ({ data: message }) => {
    switch (message.type) {
      case 'ready':
        events.ready?.();
        break;
      case 'answer': {
        const asked = waiting.get(message.id);
        waiting.delete(message.id);
        if (asked) asked.resolve(message.data);
        else discard(message.data);
        break;
      }
      case 'failed':
        lose();
        break;
    }
  });
  post({ type: 'faces', data: faces });

  return {
    tell(name, data, transfer) {
      call(name, undefined, data, transfer);
    },
    ask(name, data, { signal, transfer } = {}) {
      if (isGone) return Promise.reject(new Error('the worker is lost'));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          post({ type: 'cancel', id });
          reject(signal.reason);
        });
        call(name, id, data, transfer);
      });
    },
    stop() {
      end();
      waiting.clear();
    },
  };
}
