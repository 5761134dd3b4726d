import { Failure } from '../failure.ts';
import { isElementId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Element, ElementKind, NewElement, Patch, Points } from './elements.ts';
import { parseErased } from './erased-ranges.ts';
import { isKnownKind } from './kinds/registry.ts';
import { type KindSpec, kindSpec } from './kinds/spec.ts';
import { parseTextMarks } from './marks.ts';
import { coordinate, length, own } from './parse.ts';
import { gridProps } from './parse-grid.ts';

/**
 * Elements as JSON, for scripts, files and imports: the names of `elements.ts`, points as a list of
 * `[x, y]` or `[x, y, pressure]` with pressure from 0 to 1.
 */

export type PlainPoint = readonly [number, number] | readonly [number, number, number];

export type PlainElement = {
  readonly id: string;
  readonly kind: ElementKind;
  readonly x: number;
  readonly y: number;
  readonly z: string;
  readonly points?: readonly PlainPoint[];
} & Readonly<Record<string, unknown>>;

const plainPoints = ({ xy, pressure }: Points): PlainPoint[] =>
  Array.from({ length: xy.length / 2 }, (_, i) => {
    const x = xy[2 * i] ?? 0;
    const y = xy[2 * i + 1] ?? 0;
    // Two decimals say all that one byte of pressure holds, to within its rounding.
    return pressure === undefined ? [x, y] : [x, y, Math.round((pressure[i] ?? 0) / 0.255) / 1000];
  });

/** An element as a fresh JSON-friendly object without undefined properties. */
export const toPlain = (element: Element): PlainElement => {
  const { id, kind, x, y, z } = element;
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(element)) if (value !== undefined) plain[key] = structuredCopy(value);
  const points = 'points' in element ? { points: plainPoints(element.points) } : {};
  return { ...plain, id, kind, x, y, z, ...points };
};

/** Copies the frozen arrays and bindings of an element, so that a script may change what it was given. */
const structuredCopy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (typeof value === 'object' && value !== null && !('xy' in value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structuredCopy(inner)]));
  return value;
};

const malformed = (detail: string): Failure => new Failure('MALFORMED', detail);
const refuse = (detail: string): never => {
  throw malformed(detail);
};

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Points from `[x, y, pressure?][]`. Pressure counts when every point has it. */
const parsePoints = (value: unknown, detail: string): Points => {
  if (!Array.isArray(value) || value.length === 0) throw malformed(detail);
  if (value.length > limits.strokePoints) throw new Failure('TOO_LARGE', detail);
  const xy = new Float32Array(2 * value.length);
  const pressure = new Uint8Array(value.length);
  let pressed = true;
  value.forEach((point: unknown, i) => {
    const [x, y, p]: unknown[] = Array.isArray(point) ? point : [];
    const px = finite(x);
    const py = finite(y);
    if (px === undefined || py === undefined) throw malformed(`${detail}[${i}]`);
    xy[2 * i] = px;
    xy[2 * i + 1] = py;
    const force = finite(p);
    if (force === undefined) pressed = false;
    else pressure[i] = Math.round(255 * Math.min(1, Math.max(0, force)));
  });
  return pressed ? { xy, pressure } : { xy };
};

type Props = Record<string, unknown>;

/** The properties an element has besides those with a key of their own, each with its check. */
const placed: Readonly<Record<string, (value: unknown) => unknown>> = {
  x: coordinate,
  y: coordinate,
  rotation: finite,
  width: length,
  height: length,
  text: (value) => (typeof value === 'string' ? value : undefined),
  marks: parseTextMarks,
};

const hasPlaced = ({ text, placing }: KindSpec, property: string): boolean => {
  if (property === 'text' || property === 'marks') return text !== undefined;
  if (property === 'width') return placing !== 'points';
  if (property === 'height') return placing === 'box';
  return Object.hasOwn(placed, property);
};

/** Reads one property; undefined when the kind does not have it. Throws MALFORMED naming what is not acceptable. */
const parseProperty = (spec: KindSpec, property: string, value: unknown): unknown => {
  const detail = `${spec.kind}.${property}`;
  if (property === 'points') return spec.placing === 'points' ? parsePoints(value, detail) : undefined;
  if (property === 'cuts' && spec.erasable) return parseErased(value) ?? refuse(detail);
  if (spec.grid && Object.hasOwn(gridProps, property)) return gridProps[property]?.(value) ?? refuse(detail);
  const field = spec.fields.get(property)?.field;
  if (field === undefined && !hasPlaced(spec, property)) return undefined;
  if (value === null && spec.optional.has(property)) return null;
  return (field === undefined ? placed[property]?.(value) : field.parse(value)) ?? refuse(detail);
};

const parseProperties = (spec: KindSpec, value: object): Props => {
  const props: Props = {};
  for (const [property, given] of Object.entries(value)) {
    if (given === undefined || property === 'id' || property === 'kind' || property === '__proto__') continue;
    const parsed = parseProperty(spec, property, given);
    if (parsed !== undefined) props[property] = parsed;
  }
  return props;
};

/**
 * A new element from plain JSON. Properties the kind does not have are ignored and optional ones may be missing or null;
 * anything else that is not acceptable throws MALFORMED with a detail such as `rect.width`.
 */
export const fromPlain = (value: unknown): NewElement => {
  if (typeof value !== 'object' || value === null) throw malformed('element');
  const kind = own(value, 'kind');
  if (!isKnownKind(kind)) throw malformed('kind');
  const spec = kindSpec(kind);
  const props = parseProperties(spec, value);
  for (const [property, given] of Object.entries(props)) if (given === null) delete props[property];
  for (const property of spec.required) if (props[property] === undefined) throw malformed(`${kind}.${property}`);
  const id = own(value, 'id');
  if (id !== undefined && id !== null && !isElementId(id)) throw malformed(`${kind}.id`);
  // The loop above has checked every property against the kind; the compiler cannot follow a table.
  return { ...props, kind, ...(typeof id === 'string' ? { id } : {}) } as unknown as NewElement;
};

const parseScale = (value: unknown): readonly [number, number] | undefined => {
  const [sx, sy]: unknown[] = Array.isArray(value) ? value : [];
  const x = finite(sx);
  const y = finite(sy);
  return x === undefined || y === undefined ? undefined : [x, y];
};

/** A patch from plain JSON for an element of this kind. Throws MALFORMED with a detail naming the property. */
export const parsePatch = (kind: ElementKind, value: unknown): Patch => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('patch');
  const spec = kindSpec(kind);
  const props = parseProperties(spec, value);
  const scale = own(value, 'scale');
  if (spec.placing === 'points' && !spec.reshapable && scale !== undefined)
    props['scale'] = parseScale(scale) ?? refuse(`${kind}.scale`);
  const cut = own(value, 'cut');
  if (spec.erasable && cut !== undefined) props['cut'] = parseErased(cut) ?? refuse(`${kind}.cut`);
  return props;
};
