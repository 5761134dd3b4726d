import { Failure } from '../../failure.ts';
import { limits } from '../../limits.ts';
import { pointsBox } from '../../points/lazy-points.ts';
import { encodePoints } from '../../points/points.ts';
import type { Element, ElementKind, NewElement, Patch, Points } from '../elements.ts';
import { coordinate, length, own, snap, wellFormedText } from '../parse.ts';
import {
  type BaseRecord,
  fieldOf,
  kindOf,
  ownPoints,
  placedAtFirst,
  placedNow,
  type Source,
  underneath,
} from './decode.ts';
import { defaults, isKnownKind, kindSpec, type Placing } from './kinds.ts';
import { type Placement, placementOverride } from './placement.ts';

/** Plain element → stored form. Strict: what does not make sense is refused before anything is written. */

const refuse = (kind: ElementKind, property: string): never => {
  throw new Failure('MALFORMED', `${kind}.${property}`);
};

const checkedText = (kind: ElementKind, value: unknown): string => {
  if (typeof value !== 'string') return refuse(kind, 'text');
  const text = wellFormedText(value);
  if (text.length > limits.textLength) throw new Failure('TOO_LARGE', `${kind}.text`);
  return text;
};

const checkedNumber = (kind: ElementKind, property: string, value: number | undefined): number =>
  value ?? refuse(kind, property);

const rotationOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? (value % (2 * Math.PI)) + 0 : undefined;

const sameStored = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameStored(item, b[i]));
};

const defaultOf = (kind: ElementKind, property: string): unknown => own(defaults[kind], property);

/** The stored form of a property's default, or undefined when it has none. */
const storedDefault = (kind: ElementKind, property: string): unknown => {
  const fallback = defaultOf(kind, property);
  return fallback === undefined ? undefined : fieldOf(kind, property)?.write(fallback);
};

export interface EncodedElement {
  readonly record: BaseRecord;
  /** Initial text of a kind that carries text. */
  readonly text: string | undefined;
}

const packed = (kind: ElementKind, points: Points | undefined, x: number, y: number): Uint8Array =>
  // The place is snapped to 1/16, so what is left over moves into the points: their error stays that of one rounding.
  encodePoints(points ?? refuse(kind, 'points'), { dx: x - snap(x), dy: y - snap(y) });

const baseSize = (kind: ElementKind, element: NewElement): readonly number[] | undefined => {
  const { placing } = kindSpec(kind);
  if (placing === 'points') return undefined;
  const side = (property: 'width' | 'height'): number => {
    const given = own(element, property);
    if (given === undefined) return placing === 'text' ? 0 : Number(defaultOf(kind, property));
    return checkedNumber(kind, property, length(given));
  };
  const width = side('width');
  const height = placing === 'text' ? 0 : side('height');
  const usual =
    placing === 'text'
      ? width === 0
      : sameStored([width, height], [defaultOf(kind, 'width'), defaultOf(kind, 'height')]);
  return usual ? undefined : [width, height];
};

/**
 * The base record of a new element with order key `z`. Throws MALFORMED naming the property that is not acceptable, and
 * TOO_LARGE beyond a limit.
 */
export const encodeElement = (element: NewElement, z: string): EncodedElement => {
  const { kind } = element;
  if (!isKnownKind(kind)) throw new Failure('MALFORMED', 'kind');
  const spec = kindSpec(kind);
  const x = checkedNumber(kind, 'x', coordinate(element.x));
  const y = checkedNumber(kind, 'y', coordinate(element.y));
  const record: Record<string, unknown> = { t: spec.letter, x, y, z };
  const turn = element.rotation === undefined ? 0 : checkedNumber(kind, 'rotation', rotationOf(element.rotation));
  if (turn !== 0) record['rt'] = turn;
  const size = baseSize(kind, element);
  if (size !== undefined) record['s'] = size;
  if ('points' in element) record['p'] = packed(kind, element.points, element.x, element.y);
  else if (spec.placing === 'points') refuse(kind, 'points');
  for (const property of Object.keys(spec.fields)) {
    const given = own(element, property);
    const field = fieldOf(kind, property);
    if (given === undefined || field === undefined || property === 'z') continue;
    const parsed = field.parse(given);
    if (parsed === undefined) refuse(kind, property);
    const stored = field.write(parsed);
    if (!sameStored(stored, storedDefault(kind, property))) record[field.key] = stored;
  }
  if (kind === 'image' && record['h'] === undefined) refuse(kind, 'asset');
  return { record, text: spec.text ? checkedText(kind, own(element, 'text') ?? '') : undefined };
};

export interface EncodedPatch {
  /** Override key → stored value, undefined to take the override away. Only what really changes. */
  readonly overrides: ReadonlyMap<string, unknown>;
  readonly text: string | undefined;
}

type Read = (property: keyof Patch) => unknown;

const resized = (kind: ElementKind, source: Source, place: Placement, scale: unknown): Placement => {
  const own = pointsBox(ownPoints(source, kind) ?? { xy: new Float32Array(2) });
  const factors: readonly unknown[] = Array.isArray(scale) ? scale : [];
  const side = (shown: number, natural: number, factor: unknown): number => {
    if (typeof factor !== 'number' || !Number.isFinite(factor)) return refuse(kind, 'scale');
    const wanted = Math.fround((shown === 0 ? natural : shown) * factor);
    if (natural === 0 || wanted === natural) return 0;
    if (Math.abs(wanted) > 2 * limits.coordinate) return refuse(kind, 'scale');
    // Never quite flat, so that it can be pulled open again.
    return Math.abs(wanted) < 1 / 16 ? (wanted < 0 ? -1 / 16 : 1 / 16) : wanted;
  };
  return { ...place, w: side(place.w, own.w, factors[0]), h: side(place.h, own.h, factors[1]) };
};

/** The properties of a patch that make up a placement. */
const placing = {
  box: ['x', 'y', 'rotation', 'width', 'height'],
  text: ['x', 'y', 'rotation', 'width'],
  points: ['x', 'y', 'rotation', 'scale', 'points'],
} as const satisfies Record<Placing, readonly (keyof Patch)[]>;

const moved = (kind: ElementKind, source: Source, shown: Placement, read: Read): Placement => {
  const how = kindSpec(kind).placing;
  const x = read('x');
  const y = read('y');
  const turn = read('rotation');
  let next: Placement = {
    ...shown,
    x: x === undefined ? shown.x : checkedNumber(kind, 'x', coordinate(x)),
    y: y === undefined ? shown.y : checkedNumber(kind, 'y', coordinate(y)),
    rotation: turn === undefined ? shown.rotation : checkedNumber(kind, 'rotation', rotationOf(turn)),
  };
  if (how === 'points') {
    const scale = read('scale');
    if (kind === 'stroke' && scale !== undefined) next = resized(kind, source, next, scale);
    // A new shape of a line is stored as it is shown.
    if (kind !== 'stroke' && read('points') !== undefined) next = { ...next, w: 0, h: 0 };
    return next;
  }
  const width = read('width');
  const height = read('height');
  if (how === 'text' && width === null) return { ...next, w: 0 };
  return {
    ...next,
    w: width === undefined ? next.w : checkedNumber(kind, 'width', length(width)),
    h: height === undefined || how === 'text' ? next.h : checkedNumber(kind, 'height', length(height)),
  };
};

/**
 * What a patch writes. A property the kind does not have is ignored; a value that is not acceptable throws MALFORMED
 * naming the property, before anything is written. A value equal to the base takes its override away.
 */
export const encodePatch = (source: Source, current: Element, patch: Patch): EncodedPatch => {
  const kind = kindOf(source.record) ?? current.kind;
  const spec = kindSpec(kind);
  const read: Read = (property) => own(patch, property);
  const overrides = new Map<string, unknown>();
  const put = (key: string, stored: unknown): void => {
    if (!sameStored(source.over?.get(key), stored)) overrides.set(key, stored);
  };

  const base = placedAtFirst(source, kind);
  const shown = placedNow(source, kind);
  // Only when it is about the place: a recolouring must not compete with a colleague's move.
  if (
    base !== undefined &&
    shown !== undefined &&
    placing[spec.placing].some((property) => read(property) !== undefined)
  )
    put('m', placementOverride(base, moved(kind, source, shown, read)));

  const points = read('points');
  if (points !== undefined && spec.placing === 'points' && kind !== 'stroke') {
    const bytes = packed(kind, points as Points, Number(read('x') ?? current.x), Number(read('y') ?? current.y));
    put('p', sameStored(bytes, source.record['p']) ? undefined : bytes);
  }

  for (const property of Object.keys(spec.fields)) {
    const given = own(patch, property);
    const field = fieldOf(kind, property);
    if (given === undefined || field === undefined) continue;
    const under = underneath(source, field.key);
    if (given === null && spec.optional.includes(property)) {
      put(field.key, under === undefined ? undefined : null);
      continue;
    }
    const parsed = field.parse(given);
    if (parsed === undefined) refuse(kind, property);
    const stored = field.write(parsed);
    put(field.key, sameStored(stored, under ?? storedDefault(kind, property)) ? undefined : stored);
  }

  const text = read('text');
  return { overrides, text: spec.text && text !== undefined ? checkedText(kind, text) : undefined };
};
