import { type Element, type ElementId, holdsOthers, type Patch, patched } from '@gesso/crdt-schema';
import { clippedTo } from '../elements/clip.ts';
import { edgeOf, followBindings } from '../elements/registry.ts';
import type { Vec } from '../geometry/units.ts';

/** What has two ends that can be tied. */
type Tied = Extract<Element, { readonly route: unknown }>;

/** Whether the ends or the way of an arrow are worked out. */
const isRouted = (element: Element): element is Tied =>
  'route' in element && (element.start !== undefined || element.end !== undefined || element.route === 'elbow');

/** Whether an element is shown otherwise than the document says. */
export const isDerived = (element: Element): boolean => element.frame !== undefined || isRouted(element);

/** Finds an element as it is now, which may be a draft. */
type Get = (id: ElementId) => Element | undefined;

/** The edge of the frame that holds an element. */
const frameEdge = ({ frame }: Element, get: Get): readonly Vec[] | undefined => {
  const holder = frame === undefined ? undefined : get(frame);
  return holder !== undefined && holdsOthers(holder) ? edgeOf(holder) : undefined;
};

/** Whether an arrow leads out of its frame, to what lies elsewhere: a frame cuts off what is in it, and that is not. */
const leadsOut = (element: Element, get: Get): boolean =>
  isRouted(element) &&
  [element.start, element.end].some((tie) => {
    const other = tie && get(tie.element);
    return other !== undefined && other.frame !== element.frame && other.id !== element.frame;
  });

/** An element without ties to what is not there: a person who deletes a shape leaves its arrows' ties as they are. */
const withoutIdleTies = (element: Tied, get: Get): Element => {
  const { start, end } = element;
  const isIdle = (tie: typeof start) => tie !== undefined && get(tie.element) === undefined;
  if (!isIdle(start) && !isIdle(end)) return element;
  return patched(element, { ...(isIdle(start) ? { start: null } : {}), ...(isIdle(end) ? { end: null } : {}) });
};

/**
 * An element as it is shown: its tied ends where those of `get` are, loose where what it was tied to is gone, and cut off at the edge of
 * its frame, but for an arrow that leads out of it.
 */
export const shownBy = (element: Element, get: Get): Element => {
  const tied = isRouted(element) ? withoutIdleTies(element, get) : element;
  const patch = isRouted(tied) ? followBindings(tied, get) : undefined;
  const routed = patch === undefined ? tied : patched(tied, patch);
  return clippedTo(routed, leadsOut(routed, get) ? undefined : frameEdge(routed, get));
};

/**
 * What unties an arrow from all that `gone` names and leaves its ends where they are shown; nothing for what is tied to none of
 * that.
 */
export const untied = (arrow: Element, gone: (id: ElementId) => boolean): Patch => {
  if (!('route' in arrow)) return {};
  const { x, y, points, rotation, start, end } = arrow;
  const loose = {
    ...(start && gone(start.element) ? { start: null } : {}),
    ...(end && gone(end.element) ? { end: null } : {}),
  };
  return 'start' in loose || 'end' in loose ? { x, y, points, rotation, ...loose } : {};
};
