import { storedPoints } from '../../points/lazy-points.ts';
import type { Points } from '../../points/point-codec.ts';
import type { Element } from '../elements.ts';
import { type ErasedRanges, isErasedKey, leftBy, readErased, unionErased } from '../erased-ranges.ts';
import type { KindSpec } from '../kinds/spec.ts';
import { type Placement, placedPoints } from './placement.ts';
import { sameValue } from './same.ts';
import type { Source } from './source.ts';

/** Points and what was erased from them. */

/** The points before placement. They may be overridden where a kind says so; others stay as they were drawn. */
export const ownPoints = (source: Source, spec: KindSpec, previous?: Points): Points | undefined => {
  const set = spec.reshapable ? source.over?.get('p') : undefined;
  const reshaped = set instanceof Uint8Array ? storedPoints(set, previous) : undefined;
  if (reshaped !== undefined) return reshaped;
  const bytes = source.record['p'];
  return bytes instanceof Uint8Array ? storedPoints(bytes, previous) : undefined;
};

const sameItems = (a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean => {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

const samePoints = (a: Points, b: Points): boolean =>
  sameItems(a.xy, b.xy) && sameItems(a.pressure, b.pressure) && sameItems(a.time, b.time);

/** Points as shown. Keeps the identity of `previous` when a move left them alone, so outlines stay cached. */
export const shownPoints = (
  source: Source,
  spec: KindSpec,
  place: Placement,
  previous: Element | undefined,
): Points | undefined => {
  const before = previous !== undefined && 'points' in previous ? previous.points : undefined;
  const base = ownPoints(source, spec, before);
  if (base === undefined || base === before) return base && placedPoints(base, place);
  const points = placedPoints(base, place);
  return before !== undefined && samePoints(before, points) ? before : points;
};

/** What all people have erased from ink together. Keeps the identity of `previous` when it is the same. */
export const erasedRangesOf = ({ over }: Source, previous: Element | undefined): ErasedRanges | undefined => {
  if (over === undefined) return undefined;
  const lists: ErasedRanges[] = [];
  for (const [key, stored] of over) if (isErasedKey(key)) lists.push(readErased(stored));
  if (lists.length === 0) return undefined;
  const erased = unionErased(...lists);
  const before = previous !== undefined && 'cuts' in previous ? previous.cuts : undefined;
  return sameValue(before, erased) ? before : erased.length === 0 ? undefined : erased;
};

/** Ink of which nothing is left is not there, until a person takes back what they erased. */
export const isWhollyErased = (points: Points, erased: ErasedRanges | undefined): boolean =>
  erased !== undefined && leftBy(erased, points.xy.length / 2).length === 0;
