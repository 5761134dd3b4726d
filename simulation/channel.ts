import type { VirtualTime } from './time.ts';

/** One direction of a connection: nothing overtakes, nothing comes twice, and what is cut off never comes. */
export interface Channel {
  /** `arrive` is called when it has travelled. */
  send(bytes: number, arrive: () => void): void;
  /** Bytes on the way. */
  readonly backlog: number;
  cut(): void;
}

export interface Path {
  /** Milliseconds that the next frame takes. */
  latency(): number;
  /** Nothing arrives before this moment: the network stalls, and goes on later as if nothing had been. */
  stalledUntil(): number;
}

export const createChannel = (time: VirtualTime, path: Path): Channel => {
  const queue: { readonly due: number; readonly bytes: number; readonly arrive: () => void }[] = [];
  let backlog = 0;
  let last = 0;
  let open = true;
  let waiting = false;

  const pump = (): void => {
    const [first] = queue;
    if (waiting || !open || first === undefined) return;
    waiting = true;
    time.at(Math.max(first.due, path.stalledUntil()), () => {
      waiting = false;
      if (!open) return;
      if (path.stalledUntil() <= time.now()) {
        queue.shift();
        backlog -= first.bytes;
        first.arrive();
      }
      pump();
    });
  };

  return {
    send(bytes, arrive) {
      if (!open) return;
      last = Math.max(last, time.now() + path.latency());
      queue.push({ due: last, bytes, arrive });
      backlog += bytes;
      pump();
    },
    get backlog() {
      return backlog;
    },
    cut() {
      open = false;
      queue.length = 0;
    },
  };
};
