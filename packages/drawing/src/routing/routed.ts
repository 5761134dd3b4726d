import { type Element, type ElementId, type Patch, patched } from '@gesso/crdt-schema';
import { followBindings } from '../elements/registry.ts';

/** What has two ends that can be tied. */
type Tied = Extract<Element, { readonly route: unknown }>;

/** Whether an element is shown otherwise than the document says. */
export const isRouted = (element: Element): element is Tied =>
  'route' in element && (element.start !== undefined || element.end !== undefined || element.route === 'elbow');

/** An element with its tied ends where those of `get` are, which may be drafts. */
export const routed = (element: Element, get: (id: ElementId) => Element | undefined): Element => {
  const patch = isRouted(element) ? followBindings(element, get) : undefined;
  return patch === undefined ? element : patched(element, patch);
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
