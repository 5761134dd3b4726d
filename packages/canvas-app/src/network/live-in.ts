import { type Change, type Element, type ElementId, type Live, readLive, type StrokeElement } from '@gesso/crdt-schema';
import { firstPoints, glide } from './interpolate.ts';

/** What peers are drawing and dragging right now, ready to be painted. */
export interface PeersDraft {
  readonly created: readonly Element[];
  readonly changed: ReadonlyMap<ElementId, Element>;
}

interface Ink {
  readonly type: 'ink';
  readonly stroke: StrokeElement;
  readonly xy: number[];
  readonly pressure: number[];
  /** How many points are let out by now; part of one is part of the way to the next. */
  out: number;
  /** The element that will replace it, once its author said so. */
  replacedBy: ElementId | undefined;
  /** Milliseconds of the last message. */
  heard: number;
}

interface Drag {
  readonly type: 'drag';
  readonly ids: readonly ElementId[];
  readonly dx: number;
  readonly dy: number;
  /** How far the elements are shown by now. */
  outX: number;
  outY: number;
  heard: number;
}

/** An author who says nothing for this long (ms) has gone; a finished stroke waits less for its element. */
const silence = 10_000;
const waitForElement = 5_000;
/** Points of a peer's stroke that are shown while it is drawn, and strokes shown at once. */
const mostPoints = 20_000;
const mostLive = 500;

export interface LiveIn {
  receive(body: Uint8Array): void;
  /** A finished stroke's element arrived, or dragged elements changed. */
  apply(change: Change): void;
  /** Peers that are no longer on the board take their unfinished ink with them. */
  keepOnly(clients: ReadonlySet<number>): void;
  stop(): void;
}

export interface LiveInDeps {
  readonly get: (id: ElementId) => Element | undefined;
  readonly show: (draft: PeersDraft) => void;
  /** Milliseconds; passed in for tests. */
  readonly now: () => number;
  /**
   * Runs once in the next frame, with its time in ms; undefined when nothing should glide, for someone who wants less
   * motion. Absent = never.
   */
  readonly frame?: () => ((run: (now: number) => void) => void) | undefined;
}

/** Turns `live` messages into what to paint, and forgets what its author left behind. */
export const receiveLive = ({ get, show, now, frame }: LiveInDeps): LiveIn => {
  const running = new Map<string, Ink | Drag>();
  let framed: number | undefined;
  let waiting = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const publish = () => {
    const created: Element[] = [];
    const changed = new Map<ElementId, Element>();
    for (const item of running.values()) {
      if (item.type === 'ink') {
        const xy = firstPoints(item.xy, item.out);
        const pressure = item.pressure.length > 0 ? new Uint8Array(item.pressure.slice(0, xy.length / 2)) : undefined;
        if (xy.length > 0) created.push({ ...item.stroke, points: { xy, pressure } });
      } else {
        for (const id of item.ids) {
          const element = get(id);
          if (element !== undefined)
            changed.set(id, { ...element, x: element.x + item.outX, y: element.y + item.outY });
        }
      }
    }
    show({ created, changed });
    schedule();
  };

  /** Lets out what is due after `ms`; whether more is left. */
  const letOut = (ms: number): boolean => {
    let left = false;
    for (const item of running.values()) {
      if (item.type === 'ink') {
        // The first point shows at once: a dot has no second one.
        item.out = glide(Math.max(1, item.out), item.xy.length / 2, ms);
        left ||= item.out < item.xy.length / 2;
      } else {
        item.outX = glide(item.outX, item.dx, ms);
        item.outY = glide(item.outY, item.dy, ms);
        left ||= item.outX !== item.dx || item.outY !== item.dy;
      }
    }
    return left;
  };

  const onFrame = (time: number) => {
    waiting = false;
    if (stopped) return;
    const left = letOut(framed === undefined ? 16 : time - framed);
    framed = left ? time : undefined;
    publish();
    if (left) advance();
  };

  /** Shows what has come: over the next frames, or at once. */
  const advance = () => {
    const next = frame?.();
    if (next === undefined) {
      letOut(Number.POSITIVE_INFINITY);
      publish();
    } else if (!waiting) {
      waiting = true;
      next(onFrame);
    }
  };

  const expired = (item: Ink | Drag): boolean =>
    now() - item.heard > (item.type === 'ink' && item.replacedBy !== undefined ? waitForElement : silence);

  const schedule = () => {
    if (timer !== undefined || running.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const [key, item] of running) if (expired(item)) running.delete(key);
      publish();
    }, 1_000);
  };

  const start = (message: Live & { readonly type: 'start' }): Ink => ({
    type: 'ink',
    stroke: Object.freeze({
      id: `live-${message.client}-${message.live}`,
      kind: 'stroke',
      x: message.x,
      y: message.y,
      z: '',
      rotation: 0,
      opacity: 100,
      locked: false,
      groups: [],
      points: { xy: new Float32Array() },
      color: message.color,
      width: message.width,
      brush: message.brush,
    }),
    xy: [],
    pressure: [],
    out: 0,
    replacedBy: undefined,
    heard: now(),
  });

  const take = (message: Live) => {
    const key = `${message.client}:${message.live}`;
    const item = running.get(key);
    switch (message.type) {
      case 'start':
        if (running.size < mostLive) running.set(key, start(message));
        break;
      case 'points':
        if (item?.type !== 'ink' || item.xy.length / 2 > mostPoints) break;
        for (const value of message.xy) item.xy.push(value);
        for (const value of message.pressure ?? []) item.pressure.push(value);
        item.heard = now();
        break;
      case 'end':
        if (item?.type !== 'ink') break;
        item.replacedBy = message.id;
        item.heard = now();
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
          running.set(key, { type: 'drag', ids, dx, dy, outX, outY, heard: now() });
        }
        break;
    }
  };

  return {
    receive(body) {
      const message = readLive(body);
      if (message === undefined) return;
      take(message);
      advance();
    },
    apply(change) {
      if (running.size === 0) return;
      const arrived = new Set(change.added.map(({ id }) => id));
      const moved = new Set(change.updated.map(({ id }) => id));
      for (const [key, item] of running) {
        const done =
          item.type === 'ink'
            ? item.replacedBy !== undefined && arrived.has(item.replacedBy)
            : item.ids.some((id) => moved.has(id));
        if (done) running.delete(key);
      }
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
