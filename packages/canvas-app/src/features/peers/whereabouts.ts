import type { ElementId } from '@gesso/crdt-schema';
import { type Box, unionAll } from '@gesso/drawing';
import type { Peer } from '../../editor/people.ts';

type Present = Pick<Peer, 'cursor' | 'place' | 'selection' | 'typing' | 'view'>;

/** Where a person is on the board: a part of it that they have to do with, or all that they see. */
export interface Whereabouts {
  readonly of: 'part' | 'view';
  readonly box: Box;
}

const at = ({ x, y }: { readonly x: number; readonly y: number }): Box => ({ x, y, w: 0, h: 0 });

/**
 * Where a person is, by what tells it best: where they point, what they type in or have selected, where they pointed last, what they
 * see. Undefined while they have said nothing of it. `boundsOf` is of an element that is to be seen here.
 */
export function whereaboutsOf(
  { cursor, place, selection, typing, view }: Present,
  boundsOf: (id: ElementId) => Box | undefined,
): Whereabouts | undefined {
  if (cursor !== undefined) return { of: 'part', box: at(cursor) };
  const chosen = (typing && boundsOf(typing[0])) ?? unionAll(selection.flatMap((id) => boundsOf(id) ?? []));
  if (chosen !== undefined) return { of: 'part', box: chosen };
  if (place !== undefined) return { of: 'part', box: at(place) };
  return view && { of: 'view', box: view };
}
