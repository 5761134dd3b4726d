import { Failure } from '../../failure.ts';
import { limits } from '../../limits.ts';
import { pointsBox } from '../../points/lazy-points.ts';
import { encodePoints } from '../../points/points.ts';
import type { Element, ElementKind, NewElement, Patch, Points } from '../elements.ts';
import type { Placing } from '../kinds/define-kind.ts';
import { isKnownKind } from '../kinds/registry.ts';
import { type KindSpec, kindSpec } from '../kinds/spec.ts';
import { parseTextMarks, type TextMarks } from '../marks.ts';
import { coordinate, length, own, snap, wellFormedText } from '../parse.ts';
import type { Prop } from '../props/prop.ts';
import { ownPoints } from './ink.ts';
import { type Placement, placementOverride } from './placement.ts';
import { sameValue } from './same.ts';
import { type BaseRecord, placedAtFirst, placedNow, type Source, specIn, underneath } from './source.ts';

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

/** Marks that are given, none for null; undefined where nothing is said of them. */
const checkedMarks = (kind: ElementKind, value: unknown): TextMarks | undefined => {
  if (value === undefined) return undefined;
  return value === null ? [] : (parseTextMarks(value) ?? refuse(kind, 'marks'));
};

const checkedNumber = (kind: ElementKind, property: string, value: number | undefined): number =>
  value ?? refuse(kind, property);

const rotationOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? (value % (2 * Math.PI)) + 0 : undefined;

/** The stored form of what an absent property means, or undefined when it means nothing. */
const storedDefault = ({ field, defaultValue }: Prop<unknown>): unknown =>
  defaultValue === undefined ? undefined : field.write(defaultValue);

export interface EncodedElement {
  readonly record: BaseRecord;
  /** Initial text of a kind that carries text. */
  readonly text: string | undefined;
  readonly marks: TextMarks | undefined;
}

const packed = (kind: ElementKind, points: Points | undefined, x: number, y: number): Uint8Array =>
  // The place is snapped to 1/16, so what is left over moves into the points: their error stays that of one rounding.
  encodePoints(points ?? refuse(kind, 'points'), { dx: x - snap(x), dy: y - snap(y) });

const baseSize = ({ kind, placing, size }: KindSpec, element: NewElement): readonly number[] | undefined => {
  if (placing === 'points') return undefined;
  const side = (property: 'width' | 'height'): number => {
    const given = own(element, property);
    return given === undefined ? size[property] : checkedNumber(kind, property, length(given));
  };
  const width = side('width');
  const height = placing === 'text' ? 0 : side('height');
  return width === size.width && height === size.height ? undefined : [width, height];
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
  const size = baseSize(spec, element);
  if (size !== undefined) record['s'] = size;
  if ('points' in element) record['p'] = packed(kind, element.points, element.x, element.y);
  else if (spec.placing === 'points') refuse(kind, 'points');
  for (const [property, prop] of spec.fields) {
    if (property === 'z') continue;
    const given = own(element, property);
    if (given === undefined && prop.presence !== 'required') continue;
    const parsed = prop.field.parse(given);
    if (parsed === undefined) refuse(kind, property);
    const stored = prop.field.write(parsed);
    if (!sameValue(stored, storedDefault(prop))) record[prop.field.key] = stored;
  }
  if (!spec.text) return { record, text: undefined, marks: undefined };
  return {
    record,
    text: checkedText(kind, own(element, 'text') ?? ''),
    marks: checkedMarks(kind, own(element, 'marks')),
  };
};

export interface EncodedPatch {
  /** Override key → stored value, undefined to take the override away. Only what really changes. */
  readonly overrides: ReadonlyMap<string, unknown>;
  readonly text: string | undefined;
  readonly marks: TextMarks | undefined;
}

type Read = (property: keyof Patch) => unknown;

const resized = (spec: KindSpec, source: Source, place: Placement, scale: unknown): Placement => {
  const { kind } = spec;
  const own = pointsBox(ownPoints(source, spec) ?? { xy: new Float32Array(2) });
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

/** The size of a grid is that of its rows and columns (`write-grid.ts`). */
const placesGrid = ['x', 'y', 'rotation'] as const;

const moved = (spec: KindSpec, source: Source, shown: Placement, read: Read): Placement => {
  const { kind, placing: how } = spec;
  const x = read('x');
  const y = read('y');
  const turn = read('rotation');
  const next: Placement = {
    ...shown,
    x: x === undefined ? shown.x : checkedNumber(kind, 'x', coordinate(x)),
    y: y === undefined ? shown.y : checkedNumber(kind, 'y', coordinate(y)),
    rotation: turn === undefined ? shown.rotation : checkedNumber(kind, 'rotation', rotationOf(turn)),
  };
  if (how === 'points') {
    const scale = read('scale');
    if (!spec.reshapable) return scale === undefined ? next : resized(spec, source, next, scale);
    // A new shape of a line is stored as it is shown.
    return read('points') === undefined ? next : { ...next, w: 0, h: 0 };
  }
  if (spec.grid) return next;
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
  const spec = specIn(source.record) ?? kindSpec(current.kind);
  const { kind } = spec;
  const read: Read = (property) => own(patch, property);
  const overrides = new Map<string, unknown>();
  const put = (key: string, stored: unknown): void => {
    if (!sameValue(source.over?.get(key), stored)) overrides.set(key, stored);
  };

  const base = placedAtFirst(source, spec);
  const shown = placedNow(source, spec);
  // Only when it is about the place: a recoloring must not compete with a colleague's move.
  if (
    base !== undefined &&
    shown !== undefined &&
    (spec.grid ? placesGrid : placing[spec.placing]).some((property) => read(property) !== undefined)
  )
    put('m', placementOverride(base, moved(spec, source, shown, read)));

  const points = read('points');
  if (points !== undefined && spec.reshapable) {
    const bytes = packed(kind, points as Points, Number(read('x') ?? current.x), Number(read('y') ?? current.y));
    put('p', sameValue(bytes, source.record['p']) ? undefined : bytes);
  }

  for (const [property, prop] of spec.fields) {
    const given = own(patch, property);
    if (given === undefined) continue;
    const { field, presence } = prop;
    const under = underneath(source, field.key);
    if (given === null && presence === 'optional') {
      put(field.key, under === undefined ? undefined : null);
      continue;
    }
    const parsed = field.parse(given);
    if (parsed === undefined) refuse(kind, property);
    const stored = field.write(parsed);
    put(field.key, sameValue(stored, under ?? storedDefault(prop)) ? undefined : stored);
  }

  const text = read('text');
  if (!spec.text) return { overrides, text: undefined, marks: undefined };
  return {
    overrides,
    text: text === undefined ? undefined : checkedText(kind, text),
    marks: checkedMarks(kind, read('marks')),
  };
};
