/** The part of a `Worker` that is used, with what is said in each direction. */
export interface WorkerPort<To, From> {
  postMessage(message: To, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: From }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
}

/** What `start` starts, or undefined where browsers cannot paint in a worker. */
export const openWorkerPort = <To, From>(start: () => WorkerPort<To, From>): WorkerPort<To, From> | undefined => {
  if (typeof Worker !== 'function' || typeof OffscreenCanvas !== 'function') return undefined;
  try {
    return start();
  } catch {
    return undefined;
  }
};
