import { type Change, type Element, type ElementId, type Live, readLive } from '@gesso/crdt-schema';
import { draftOf, idsOf, inkOf, isDone, isExpired, letOut, type PeersDraft, type Running } from './running.ts';

/** Points of a peer's stroke that are shown while it is drawn, and strokes shown at once. */
const mostPoints = 20_000;
const mostLive = 500;
/** ms between two looks for what its author left behind. */
const tidyEvery = 1_000;

export interface LiveReceiver {
  receive(body: Uint8Array): void;
  /** A finished stroke's element arrived, or dragged elements changed. */
  apply(change: Change): void;
  /** Peers that are no longer on the board take their unfinished ink with them. */
  keepOnly(clients: ReadonlySet<number>): void;
  stop(): void;
}

export interface LiveReceiverDeps {
  readonly get: (id: ElementId) => Element | undefined;
  readonly show: (draft: PeersDraft) => void;
  /** Takes what laser pointers say: nothing of it is ink. */
  readonly laser?: (message: Live & { readonly type: 'laser' }) => void;
  /** Milliseconds; passed in for tests. */
  readonly now: () => number;
  /** Whether the server stores what is drawn, as far as is known. Absent = it does. */
  readonly isStoring?: () => boolean;
  /**
   * Runs once in the next frame, with its time in ms; undefined when nothing should glide, for someone who wants less
   * motion. Absent = never.
   */
  readonly frame?: () => ((run: (now: number) => void) => void) | undefined;
}

/** Takes a message into what is running, `key` of it, at `now`, ms. */
function receive(message: Live, running: Map<string, Running>, get: LiveReceiverDeps['get'], now: number): void {
  const key = `${message.client}:${message.live}`;
  const item = running.get(key);
  switch (message.type) {
    case 'start':
      if (running.size < mostLive) running.set(key, inkOf(message, now));
      break;
    case 'points':
      if (item?.type !== 'ink' || item.xy.length / 2 > mostPoints) break;
      for (const value of message.xy) item.xy.push(value);
      for (const value of message.pressure ?? []) item.pressure.push(value);
      item.heard = now;
      break;
    case 'end':
      if (item?.type !== 'ink') break;
      item.replacedBy = message.id;
      item.heard = now;
      if (get(message.id) !== undefined) running.delete(key);
      break;
    case 'cancel':
      running.delete(key);
      break;
    case 'drag':
      if (message.ids.length === 0) running.delete(key);
      else if (running.size < mostLive || item !== undefined) {
        const { ids, dx, dy } = message;
        const [outX, outY] = item?.type === 'drag' ? [item.outX, item.outY] : [0, 0];
        running.set(key, { type: 'drag', ids, dx, dy, outX, outY, heard: now });
      }
      break;
  }
}

/** Turns `live` messages into what to paint, and forgets what its author left behind. */
export const receiveLive = ({ get, show, now, frame, laser, isStoring }: LiveReceiverDeps): LiveReceiver => {
  /** By author and stroke: `client:live`. */
  const running = new Map<string, Running>();
  let framed: number | undefined;
  let waiting = false;
  let stopped = false;
  let failedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const publish = () => {
    show(draftOf(running.values(), get));
    schedule();
  };
  const schedule = () => {
    if (timer !== undefined || running.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isStoring?.() === false) failedAt = now();
      for (const [key, item] of running) if (isExpired(item, now(), failedAt)) running.delete(key);
      publish();
    }, tidyEvery);
  };
  const letAllOut = (ms: number): boolean => {
    let left = false;
    for (const item of running.values()) left = letOut(item, ms) || left;
    return left;
  };
  const onFrame = (time: number) => {
    waiting = false;
    if (stopped) return;
    const left = letAllOut(framed === undefined ? 16 : time - framed);
    framed = left ? time : undefined;
    publish();
    if (left) advance();
  };
  /** Shows what has come: over the next frames, or at once. */
  const advance = () => {
    const next = frame?.();
    if (next === undefined) {
      letAllOut(Number.POSITIVE_INFINITY);
      publish();
    } else if (!waiting) {
      waiting = true;
      next(onFrame);
    }
  };

  return {
    receive(body) {
      const message = readLive(body);
      if (message === undefined) return;
      if (message.type === 'laser') {
        laser?.(message);
        return;
      }
      receive(message, running, get, now());
      advance();
    },
    apply({ added, updated }) {
      if (running.size === 0) return;
      const [arrived, moved] = [idsOf(added), idsOf(updated)];
      for (const [key, item] of running) if (isDone(item, arrived, moved)) running.delete(key);
      publish();
    },
    keepOnly(clients) {
      const before = running.size;
      for (const key of running.keys()) if (!clients.has(Number(key.split(':')[0]))) running.delete(key);
      if (running.size !== before) publish();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      running.clear();
    },
  };
};
