import type { Points } from '../../points/point-codec.ts';
import type { Element, ElementId, ErasedRanges, StrokeElement } from '../elements.ts';
import { type Grid, gridSize } from '../grid.ts';
import { common, orderKey } from '../kinds/common.ts';
import { type KindSpec, kindSpec } from '../kinds/spec.ts';
import { stroke } from '../kinds/stroke.ts';
import { sameTextMarks, type TextMarks } from '../marks.ts';
import { lowestKey } from '../order-keys.ts';
import { isText } from '../props/prop.ts';
import { shownGrid } from './grid.ts';
import { erasedRangesOf, isWhollyErased, shownPoints } from './ink.ts';
import type { Placement } from './placement.ts';
import { sameElement } from './same.ts';
import { placedNow, readOptional, readValue, type Source, specIn } from './source.ts';

/**
 * Stored form → plain element. Tolerant: an override that makes no sense leaves the base value, a base value that makes
 * no sense leaves the default, and only what cannot be placed or lacks what it needs is not an element at all.
 */

/** What an element has that does not lie under a key of its own. */
interface Parts {
  readonly place: Placement;
  readonly points: Points | undefined;
  readonly erased: ErasedRanges | undefined;
  readonly grid: Grid | undefined;
  readonly marks: TextMarks | undefined;
  readonly text: TextOf;
}

/** The text of an element, or of one of its cells. */
export type TextOf = (id: ElementId, cell?: string) => string;

/** Reads the marks of an element's text. */
export type MarksOf = (id: ElementId) => TextMarks | undefined;

const unmarked: MarksOf = () => undefined;

const { opacity, locked, groups, frame, link } = common;

/** Any element, property by property in the order of its kind's table. Undefined when one that it needs is missing. */
export const elementByTable = (id: ElementId, spec: KindSpec, source: Source, parts: Parts): Element | undefined => {
  const { place } = parts;
  const element: Record<string, unknown> = {
    id,
    kind: spec.kind,
    x: place.x,
    y: place.y,
    z: readValue(source, orderKey, lowestKey),
    rotation: place.rotation,
    opacity: readValue(source, opacity.field, opacity.defaultValue),
    locked: readValue(source, locked.field, locked.defaultValue),
    groups: readValue(source, groups.field, groups.defaultValue),
    frame: readOptional(source, frame.field),
    link: readOptional(source, link.field),
  };
  if (spec.placing === 'box') {
    element['width'] = place.w;
    element['height'] = place.h;
    if (parts.grid !== undefined)
      Object.assign(element, parts.grid, gridSize(parts.grid, { width: place.w, height: place.h }));
  } else if (spec.placing === 'points') {
    element['points'] = parts.points;
    if (spec.erasable) element['cuts'] = parts.erased;
  }
  for (const [name, prop] of spec.own) {
    if (isText(prop)) {
      element[name] = parts.text(id);
      element['marks'] = parts.marks;
    } else if (prop.presence === 'optional') element[name] = readOptional(source, prop.field);
    else {
      const value = readValue(source, prop.field, prop.defaultValue);
      if (value === undefined) return undefined;
      element[name] = value;
    }
  }
  if (spec.placing === 'text') element['width'] = place.w > 0 ? place.w : undefined;
  // Filled as the table of its kind says, which is what its type is made of; the compiler cannot follow that.
  return element as unknown as Element;
};

const strokeSpec = kindSpec('stroke');
const { color, width, brush } = stroke.props;

/**
 * A stroke as `elementByTable` gives it, spelled out: most of a board is strokes, and a literal is what makes 100,000 of them small
 * and quick. A test holds the two equal.
 */
const strokeByHand = (id: ElementId, source: Source, { place, erased }: Parts, points: Points): StrokeElement => ({
  id,
  kind: 'stroke',
  x: place.x,
  y: place.y,
  z: readValue(source, orderKey, lowestKey),
  rotation: place.rotation,
  opacity: readValue(source, opacity.field, opacity.defaultValue),
  locked: readValue(source, locked.field, locked.defaultValue),
  groups: readValue(source, groups.field, groups.defaultValue),
  frame: readOptional(source, frame.field),
  link: readOptional(source, link.field),
  points,
  cuts: erased,
  color: readValue(source, color.field, color.defaultValue),
  width: readValue(source, width.field, width.defaultValue),
  brush: readValue(source, brush.field, brush.defaultValue),
});

/** The marks of the element before where they are the same, so that nothing found out about them is lost. */
const keptMarks = (marks: TextMarks | undefined, previous: Element | undefined): TextMarks | undefined => {
  const before = previous !== undefined && 'marks' in previous ? previous.marks : undefined;
  return sameTextMarks(before, marks) ? before : marks;
};

const decode = (
  id: ElementId,
  source: Source,
  text: TextOf,
  previous: Element | undefined,
  marksOf: MarksOf,
): Element | undefined => {
  const spec = specIn(source.record);
  const place = spec && placedNow(source, spec);
  if (spec === undefined || place === undefined) return undefined;
  const marks = spec.text && keptMarks(marksOf(id), previous);
  if (spec.placing !== 'points') {
    const grid = spec.grid ? shownGrid(source, (cell) => text(id, cell), previous) : undefined;
    return elementByTable(id, spec, source, { place, points: undefined, erased: undefined, grid, marks, text });
  }
  const points = shownPoints(source, spec, place, previous);
  if (points === undefined) return undefined;
  const erased = spec.erasable ? erasedRangesOf(source, previous) : undefined;
  if (isWhollyErased(points, erased)) return undefined;
  const parts: Parts = { place, points, erased, grid: undefined, marks, text };
  return spec === strokeSpec ? strokeByHand(id, source, parts, points) : elementByTable(id, spec, source, parts);
};

/**
 * The element a record, its overrides and its text make, frozen, or undefined when it cannot be drawn. Gives `previous`
 * itself back when nothing one could see has changed. Never throws.
 */
export const decodeElement = (
  id: ElementId,
  source: Source,
  text: TextOf,
  previous?: Element,
  marksOf: MarksOf = unmarked,
): Element | undefined => {
  const element = decode(id, source, text, previous, marksOf);
  if (element === undefined) return undefined;
  return previous !== undefined && sameElement(previous, element) ? previous : Object.freeze(element);
};
