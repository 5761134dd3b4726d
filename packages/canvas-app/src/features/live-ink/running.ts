import {
  type Change,
  type Element,
  type ElementId,
  type Live,
  makeElement,
  type StrokeElement,
} from '@gesso/crdt-schema';
import { firstPoints, glide } from './interpolate.ts';

/** A stroke that a peer is drawing. */
export interface Ink {
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

/** Elements that a peer is dragging. */
export interface Drag {
  readonly type: 'drag';
  readonly ids: readonly ElementId[];
  readonly dx: number;
  readonly dy: number;
  /** How far the elements are shown by now. */
  outX: number;
  outY: number;
  heard: number;
}

/** What a peer is at. */
export type Running = Ink | Drag;

/** What peers are drawing and dragging right now, ready to be painted. */
export interface PeersDraft {
  readonly created: readonly Element[];
  readonly changed: ReadonlyMap<ElementId, Element>;
}

/** An author who says nothing for this long (ms) has gone. */
const silence = 10_000;
/**
 * How long (ms) a finished stroke waits for its element: longer than a server takes to see that its database does not answer, 5 s. While nothing
 * is stored it waits longer, as the author has it on their screen, but not for ever: they may have taken it back, and all of them are painted anew in
 * each frame in which somebody draws.
 */
const waitForElement = 7_000;
const waitForStore = 60_000;
/** How long (ms) another server may take to store what waits there, after this one can store again. */
const catchUp = 10_000;

/** Begins a stroke that was heard of at `now`, ms. */
export const inkOf = (message: Live & { readonly type: 'start' }, now: number): Ink => ({
  type: 'ink',
  stroke: Object.freeze(
    makeElement('stroke', {
      id: `live-${message.client}-${message.live}`,
      x: message.x,
      y: message.y,
      points: { xy: new Float32Array() },
      color: message.color,
      width: message.width,
      brush: message.brush,
    }),
  ),
  xy: [],
  pressure: [],
  out: 0,
  replacedBy: undefined,
  heard: now,
});

/** Whether nobody needs it any more at `now`, ms. `failedAt`: when the server was last known to store nothing. */
export function isExpired(item: Running, now: number, failedAt: number): boolean {
  const isFinished = item.type === 'ink' && item.replacedBy !== undefined;
  const patience = isFinished ? (now - failedAt < catchUp ? waitForStore : waitForElement) : silence;
  return now - item.heard > patience;
}

/** Whether the document has it with this change: the element of a stroke arrived, or dragged elements changed. */
export const isDone = (item: Running, added: ReadonlySet<ElementId>, updated: ReadonlySet<ElementId>): boolean =>
  item.type === 'ink'
    ? item.replacedBy !== undefined && added.has(item.replacedBy)
    : item.ids.some((id) => updated.has(id));

/** The ids of what a change brought and of what it changed. */
export const idsOf = (elements: Change['added']): ReadonlySet<ElementId> => new Set(elements.map(({ id }) => id));

/** Lets out what is due after `ms`. Returns whether more is left. */
export function letOut(item: Running, ms: number): boolean {
  if (item.type === 'ink') {
    // The first point shows at once: a dot has no second one.
    item.out = glide(Math.max(1, item.out), item.xy.length / 2, ms);
    return item.out < item.xy.length / 2;
  }
  item.outX = glide(item.outX, item.dx, ms);
  item.outY = glide(item.outY, item.dy, ms);
  return item.outX !== item.dx || item.outY !== item.dy;
}

/** All of it as it is to be painted now. `get`: the element as it is in the document. */
export function draftOf(items: Iterable<Running>, get: (id: ElementId) => Element | undefined): PeersDraft {
  const created: Element[] = [];
  const changed = new Map<ElementId, Element>();
  for (const item of items) {
    if (item.type === 'ink') {
      const xy = firstPoints(item.xy, item.out);
      const pressure = item.pressure.length > 0 ? new Uint8Array(item.pressure.slice(0, xy.length / 2)) : undefined;
      if (xy.length > 0) created.push({ ...item.stroke, points: { xy, pressure } });
    } else {
      for (const id of item.ids) {
        const element = get(id);
        if (element !== undefined) changed.set(id, { ...element, x: element.x + item.outX, y: element.y + item.outY });
      }
    }
  }
  return { created, changed };
}
