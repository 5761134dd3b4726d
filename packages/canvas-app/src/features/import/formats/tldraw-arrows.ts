import { numberOr, own } from '../values.ts';
import { onPage, ownBox, type Placed, type Store, type Vec } from './tldraw-page.ts';

/** One end of an arrow: where it is on the page, and what it is tied to. */
interface End {
  readonly at: Vec;
  readonly tie?: { readonly element: string; readonly at: readonly [number, number]; readonly exact?: true };
}

export interface Ends {
  readonly start: End;
  readonly end: End;
}

type Terminal = 'start' | 'end';

/** What an end is tied to: as a record of the file says, or in older ones the arrow itself. */
function tieOf({ shape, id }: Placed, terminal: Terminal, { bindings }: Store) {
  const record = bindings.get(id)?.find((binding) => own(own(binding, 'props'), 'terminal') === terminal);
  if (record !== undefined) return { to: own(record, 'toId'), how: own(record, 'props') };
  const end = own(own(shape, 'props'), terminal);
  return own(end, 'type') === 'binding' ? { to: own(end, 'boundShapeId'), how: end } : undefined;
}

/** Where on what it is tied to: its middle, unless it was put at a place. */
function anchorOf(how: unknown): readonly [number, number] {
  if (own(how, 'isPrecise') !== true && own(how, 'isExact') !== true) return [0.5, 0.5];
  const fraction = (key: string) => Math.min(1, Math.max(0, numberOr(own(own(how, 'normalizedAnchor'), key), 0.5)));
  return [fraction('x'), fraction('y')];
}

function endOf(placed: Placed, terminal: Terminal, store: Store): End | undefined {
  const tie = tieOf(placed, terminal, store);
  const given = own(own(placed.shape, 'props'), terminal);
  const free = onPage(placed.place, { x: numberOr(own(given, 'x'), 0), y: numberOr(own(given, 'y'), 0) });
  if (tie === undefined) return given === undefined ? undefined : { at: free };
  const target = typeof tie.to === 'string' ? store.placed.get(tie.to) : undefined;
  // Nothing can be tied to a group here, nor to itself.
  if (target === undefined || target.id === placed.id || own(target.shape, 'type') === 'group') {
    store.tally.change('tie');
    return { at: free };
  }
  const { x, y, w, h } = ownBox(target.shape);
  const at = anchorOf(tie.how);
  return {
    at: onPage(target.place, { x: x + at[0] * w, y: y + at[1] * h }),
    tie: { element: store.idOf(target.id), at, ...(own(tie.how, 'isExact') === true ? { exact: true as const } : {}) },
  };
}

/** Both ends of an arrow; undefined where it has none. */
export function endsOf(placed: Placed, store: Store): Ends | undefined {
  const [start, end] = [endOf(placed, 'start', store), endOf(placed, 'end', store)];
  return start === undefined || end === undefined ? undefined : { start, end };
}

export const elbowed = (props: unknown): boolean => own(props, 'kind') === 'elbow';
