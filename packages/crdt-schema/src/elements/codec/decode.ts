import { storedPoints } from '../../points/lazy-points.ts';
import type { Cuts, Element, ElementId, ElementKind, Points } from '../elements.ts';
import { isCutKey, leftBy, readCuts, unionCuts } from '../erased-ranges.ts';
import { lowestKey } from '../order-keys.ts';
import { own } from '../parse.ts';
import { type Field, type FieldName, fields } from './fields.ts';
import { defaults, kindSpec, kinds } from './kinds.ts';
import { basePlacement, overridden, type Placement, placedPoints } from './placement.ts';

/**
 * Stored form → plain element. Tolerant: an override that makes no sense leaves the base value, a base value that makes
 * no sense leaves the default, and only what cannot be placed or has no points is not an element at all.
 */

/** A base record, as it lies in `el`. */
export type BaseRecord = Readonly<Record<string, unknown>>;
/** The overrides of one element: property key → stored value. */
export type Overrides = ReadonlyMap<string, unknown>;

/** One element as the document holds it. */
export interface Source {
  readonly record: BaseRecord;
  readonly over: Overrides | undefined;
}

/**
 * A value of `el` as a base record. Refuses everything that has another prototype: a key `__proto__` replaces it on decoding,
 * and the record would then show properties that are not its own.
 */
export const asRecord = (value: unknown): BaseRecord | undefined =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? (value as BaseRecord)
    : undefined;

/** What a property is without its own override: a bundle of styles set together, else the base record. */
export const underneath = ({ record, over }: Source, key: string): unknown =>
  own(over?.get('sty'), key) ?? own(record, key);

const value = <T>(source: Source, field: Field<T>, fallback: T): T => {
  if (source.over !== undefined) {
    const set = source.over.get(field.key);
    if (set !== undefined) {
      const read = field.read(set);
      if (read !== undefined) return read;
    }
    return field.read(underneath(source, field.key)) ?? fallback;
  }
  const stored = source.record[field.key];
  return stored === undefined ? fallback : (field.read(stored) ?? fallback);
};

/** As `value`, for a property that may be absent: null takes it away. */
const maybe = <T>(source: Source, field: Field<T>): T | undefined =>
  source.over?.get(field.key) === null
    ? undefined
    : value<T | undefined>(source, field as Field<T | undefined>, undefined);

const kindOfLetter: ReadonlyMap<unknown, keyof typeof kinds> = new Map(
  (Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => [kinds[kind].letter, kind]),
);

/** The kind a record says it is; undefined when it does not say. */
export const kindOf = (record: BaseRecord): ElementKind | undefined => {
  const letter = record['t'];
  return kindOfLetter.get(letter) ?? (typeof letter === 'string' ? 'unknown' : undefined);
};

/** The placement of an element without its override. */
export const placedAtFirst = (source: Source, kind: ElementKind): Placement | undefined =>
  basePlacement(source.record, kindSpec(kind).placing, defaults[kind]);

/** The placement of an element as it is shown. */
export const placedNow = (source: Source, kind: ElementKind): Placement | undefined => {
  const base = placedAtFirst(source, kind);
  const m = source.over?.get('m');
  return base === undefined || m === undefined ? base : overridden(base, m, kindSpec(kind).placing);
};

/** The points before placement. Only a line's may be overridden; a stroke stays as it was drawn. */
export const ownPoints = (source: Source, kind: ElementKind, previous?: Points): Points | undefined => {
  const set = kind === 'stroke' ? undefined : source.over?.get('p');
  const reshaped = set instanceof Uint8Array ? storedPoints(set, previous) : undefined;
  if (reshaped !== undefined) return reshaped;
  const bytes = source.record['p'];
  return bytes instanceof Uint8Array ? storedPoints(bytes, previous) : undefined;
};

const sameBytes = (a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean => {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

const samePoints = (a: Points, b: Points): boolean =>
  sameBytes(a.xy, b.xy) && sameBytes(a.pressure, b.pressure) && sameBytes(a.time, b.time);

/** Points as shown. Keeps the identity of `previous` when a move left them alone, so outlines stay cached. */
const shownPoints = (source: Source, kind: ElementKind, place: Placement, previous?: Element): Points | undefined => {
  const before = previous !== undefined && 'points' in previous ? previous.points : undefined;
  const base = ownPoints(source, kind, before);
  if (base === undefined || base === before) return base && placedPoints(base, place);
  const points = placedPoints(base, place);
  return before !== undefined && samePoints(before, points) ? before : points;
};

const common = (source: Source, place: Placement) => ({
  x: place.x,
  y: place.y,
  z: value(source, fields.z, lowestKey),
  rotation: place.rotation,
  opacity: value(source, fields.opacity, 100),
  locked: value(source, fields.locked, false),
  groups: value(source, fields.groups, defaults.unknown.groups),
  frame: maybe(source, fields.frame),
  link: maybe(source, fields.link),
});

type Linear = 'line' | 'arrow';
type Shape = 'rect' | 'ellipse' | 'diamond';

/** What all who rubbed at a stroke have taken away together. Keeps the identity of `previous` when it is the same. */
const cutsOf = ({ over }: Source, previous: Element | undefined): Cuts | undefined => {
  if (over === undefined) return undefined;
  const lists: Cuts[] = [];
  for (const [key, stored] of over) if (isCutKey(key)) lists.push(readCuts(stored));
  if (lists.length === 0) return undefined;
  const cuts = unionCuts(...lists);
  const before = previous?.kind === 'stroke' ? previous.cuts : undefined;
  return sameValue(before, cuts) ? before : cuts.length === 0 ? undefined : cuts;
};

/** Ink of which nothing is left is not there, until a person takes back what they rubbed out. */
const isRubbedOut = (points: Points, cuts: Cuts | undefined): boolean =>
  cuts !== undefined && leftBy(cuts, points.xy.length / 2).length === 0;

const stroke = (id: ElementId, source: Source, place: Placement, points: Points, cuts: Cuts | undefined): Element => {
  const d = defaults.stroke;
  // Spelled out: most of a board is strokes, and a literal is what makes 100,000 of them small and quick.
  return {
    id,
    kind: 'stroke',
    x: place.x,
    y: place.y,
    z: value(source, fields.z, lowestKey),
    rotation: place.rotation,
    opacity: value(source, fields.opacity, d.opacity),
    locked: value(source, fields.locked, d.locked),
    groups: value(source, fields.groups, d.groups),
    frame: maybe(source, fields.frame),
    link: maybe(source, fields.link),
    points,
    cuts,
    color: value<string>(source, fields.color, d.color),
    width: value(source, fields.inkWidth, d.width),
    brush: value(source, fields.brush, d.brush),
  };
};

const linear = (id: ElementId, kind: Linear, source: Source, place: Placement, points: Points): Element => {
  const d = defaults[kind];
  return {
    id,
    kind,
    ...common(source, place),
    points,
    color: value<string>(source, fields.color, d.color),
    strokeWidth: value(source, fields.strokeWidth, d.strokeWidth),
    dash: value(source, fields.dash, d.dash),
    curve: value(source, fields.curve, d.curve),
    heads: value(source, fields.heads, d.heads),
    start: maybe(source, fields.start),
    end: maybe(source, fields.end),
  };
};

const shape = (id: ElementId, kind: Shape, source: Source, place: Placement, text: string): Element => {
  const d = defaults[kind];
  return {
    id,
    kind,
    ...common(source, place),
    width: place.w,
    height: place.h,
    color: value<string>(source, fields.color, d.color),
    fill: value<string>(source, fields.fill, d.fill),
    strokeWidth: value(source, fields.strokeWidth, d.strokeWidth),
    dash: value(source, fields.dash, d.dash),
    radius: value(source, fields.radius, d.radius),
    text,
    size: value(source, fields.size, d.size),
    font: value(source, fields.font, d.font),
    align: value(source, fields.align, d.align),
  };
};

const written = (source: Source, kind: 'text' | 'sticky', text: string) => {
  const d = defaults[kind];
  return {
    text,
    color: value<string>(source, fields.color, d.color),
    size: value(source, fields.size, d.size),
    font: value(source, fields.font, d.font),
    align: value(source, fields.align, d.align),
  };
};

const size = (place: Placement) => ({ width: place.w, height: place.h });

const decode = (
  id: ElementId,
  source: Source,
  text: (id: ElementId) => string,
  previous: Element | undefined,
): Element | undefined => {
  const kind = kindOf(source.record);
  const place = kind && placedNow(source, kind);
  if (kind === undefined || place === undefined) return undefined;
  switch (kind) {
    case 'stroke': {
      const points = shownPoints(source, kind, place, previous);
      if (points === undefined) return undefined;
      const cuts = cutsOf(source, previous);
      return isRubbedOut(points, cuts) ? undefined : stroke(id, source, place, points, cuts);
    }
    case 'line':
    case 'arrow': {
      const points = shownPoints(source, kind, place, previous);
      return points && linear(id, kind, source, place, points);
    }
    case 'rect':
    case 'ellipse':
    case 'diamond':
      return shape(id, kind, source, place, text(id));
    case 'text':
      return {
        id,
        kind,
        ...common(source, place),
        ...written(source, kind, text(id)),
        width: place.w > 0 ? place.w : undefined,
      };
    case 'sticky':
      return { id, kind, ...common(source, place), ...size(place), ...written(source, kind, text(id)) };
    case 'image': {
      const asset = value<string>(source, fields.asset, '');
      if (asset === '') return undefined;
      return { id, kind, ...common(source, place), ...size(place), asset, crop: maybe(source, fields.crop) };
    }
    case 'frame':
      return { id, kind, ...common(source, place), ...size(place), name: value(source, fields.name, '') };
    case 'unknown':
      return { id, kind, ...common(source, place), ...size(place) };
  }
};

const sameValue = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i])));

const sameBinding = (a: unknown, b: unknown): boolean =>
  own(a, 'element') !== undefined && own(a, 'element') === own(b, 'element') && sameValue(own(a, 'at'), own(b, 'at'));

const sameElement = (a: Element, b: Element): boolean =>
  a.kind === b.kind &&
  (Object.keys(a) as (keyof Element)[]).every((key) => sameValue(a[key], b[key]) || sameBinding(a[key], b[key]));

/**
 * The element a record, its overrides and its text make, frozen, or undefined when it cannot be drawn. Gives `previous`
 * itself back when nothing one could see has changed. Never throws.
 */
export const decodeElement = (
  id: ElementId,
  source: Source,
  text: (id: ElementId) => string,
  previous?: Element,
): Element | undefined => {
  const element = decode(id, source, text, previous);
  if (element === undefined) return undefined;
  return previous !== undefined && sameElement(previous, element) ? previous : Object.freeze(element);
};

/** The field behind a plain property name of a kind, if it has that property. */
export const fieldOf = (kind: ElementKind, property: string): Field<unknown> | undefined => {
  const named = kindSpec(kind).fields;
  const name: FieldName | undefined = Object.hasOwn(named, property) ? named[property] : undefined;
  return name && (fields[name] as Field<unknown>);
};
