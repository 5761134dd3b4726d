import {
  type Element,
  type ElementId,
  type ErasableElement,
  Failure,
  isErasable,
  type Live,
  writeLive,
} from '@gesso/crdt-schema';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { everyFew } from '../../throttle.ts';

/** The part of a draft that peers see. */
export interface SharedDraft {
  readonly created: readonly Element[];
  readonly changed: ReadonlyMap<ElementId, Element>;
}

export interface LiveSharerDeps {
  /** This copy's client id as it is now: it changes when others take it. */
  readonly client: () => number;
  readonly draft: ReadonlySignal<SharedDraft>;
  /** The element as it is in the document. */
  readonly get: (id: ElementId) => Element | undefined;
  readonly send: (body: Uint8Array) => void;
}

/** Ink and drags travel at most this often (ms). */
const interval = 33;
/** Points of one message; a fast pen sends several. */
const mostPoints = 256;
/** Elements named in one drag message. */
const mostDragged = 200;
/** Live points are sixteenths of a board unit, like stored ones at 100 %. */
const exponent = 4;

type Body = Live extends infer L ? (L extends Live ? Omit<L, 'client' | 'live' | 'seq'> : never) : never;

/** The common offset of dragged elements, or undefined when they are not simply being moved. */
const offsetOf = (changed: ReadonlyMap<ElementId, Element>, get: LiveSharerDeps['get']) => {
  let offset: { readonly dx: number; readonly dy: number } | undefined;
  for (const [id, element] of changed) {
    const original = get(id);
    if (original === undefined || original.rotation !== element.rotation) return undefined;
    if (isErasable(original) && isErasable(element) && original.cuts !== element.cuts) return undefined;
    const dx = element.x - original.x;
    const dy = element.y - original.y;
    if (offset !== undefined && (offset.dx !== dx || offset.dy !== dy)) return undefined;
    if ('width' in original && 'width' in element && original.width !== element.width) return undefined;
    offset ??= { dx, dy };
  }
  return offset;
};

/** One page's live messages. */
interface Sharing extends LiveSharerDeps {
  /** The number of the stroke or drag that is told of now, and of the last message. */
  live: number;
  seq: number;
  ink: { readonly id: ElementId; sent: number } | undefined;
  dragging: boolean;
}

function post(sharing: Sharing, body: Body): void {
  sharing.seq += 1;
  try {
    sharing.send(writeLive({ ...body, client: sharing.client(), live: sharing.live, seq: sharing.seq }));
  } catch (error) {
    // What has no place in a message, far outside the board, is seen by the others when it is there or not at all.
    if (!(error instanceof Failure)) throw error;
  }
}

function beginNext(sharing: Sharing): void {
  sharing.live = (sharing.live + 1) & 0xffff;
}

/** Sends the points of a stroke from index `from` on. Returns how many it has. */
function sendPoints(sharing: Sharing, stroke: ErasableElement, from: number): number {
  const { xy, pressure } = stroke.points;
  const count = xy.length / 2;
  for (let i = from; i < count; i += mostPoints) {
    const to = Math.min(count, i + mostPoints);
    post(sharing, {
      type: 'points',
      xy: xy.slice(i * 2, to * 2),
      ...(pressure === undefined ? {} : { pressure: pressure.slice(i, to) }),
    });
  }
  return count;
}

function endInk(sharing: Sharing): void {
  const { ink, get } = sharing;
  if (ink === undefined) return;
  post(sharing, get(ink.id) === undefined ? { type: 'cancel' } : { type: 'end', id: ink.id });
  sharing.ink = undefined;
}

function sendInk(sharing: Sharing, stroke: ErasableElement): void {
  // A quick hand begins the next stroke before the end of the last was told.
  if (sharing.ink !== undefined && sharing.ink.id !== stroke.id) endInk(sharing);
  if (sharing.ink === undefined) {
    beginNext(sharing);
    sharing.ink = { id: stroke.id, sent: 0 };
    const { width, color, brush, x, y } = stroke;
    post(sharing, { type: 'start', e: exponent, width, color, brush, x, y });
  }
  const { ink } = sharing;
  // Shift may take points back: then the stroke starts over.
  if (stroke.points.xy.length / 2 < ink.sent) {
    post(sharing, { type: 'cancel' });
    sharing.ink = undefined;
    sendInk(sharing, stroke);
    return;
  }
  ink.sent = sendPoints(sharing, stroke, ink.sent);
}

function sendDrag(sharing: Sharing, changed: ReadonlyMap<ElementId, Element>): void {
  const offset = changed.size > 0 ? offsetOf(changed, sharing.get) : undefined;
  if (offset === undefined) {
    if (sharing.dragging) post(sharing, { type: 'drag', ids: [], dx: 0, dy: 0 });
    sharing.dragging = false;
    return;
  }
  if (!sharing.dragging) beginNext(sharing);
  sharing.dragging = true;
  post(sharing, { type: 'drag', ids: [...changed.keys()].slice(0, mostDragged), ...offset });
}

/** Sends the ink under my pen and the elements I drag, as they are, to everybody else. Returns its stop. */
export const shareLive = (deps: LiveSharerDeps): (() => void) => {
  const { draft, get } = deps;
  const sharing: Sharing = { ...deps, live: 0, seq: 0, ink: undefined, dragging: false };

  const pump = everyFew(interval, () => {
    const { created, changed } = draft.peek();
    const { ink } = sharing;
    const stroke = created.find(isErasable);
    if (stroke !== undefined) sendInk(sharing, stroke);
    // Ink that has become a shape and is not let go yet: the others see the ink until the shape is there.
    else if (created.length === 0 || (ink !== undefined && get(ink.id) !== undefined)) endInk(sharing);
    sendDrag(sharing, changed);
  });

  const stop = effect(() => {
    const { created, changed } = draft.value;
    if (created.length > 0 || changed.size > 0 || sharing.ink !== undefined || sharing.dragging) pump.request();
  });
  return () => {
    stop();
    pump.stop();
  };
};
