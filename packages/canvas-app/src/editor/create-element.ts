import {
  type Binding,
  type BoxKind,
  type Element,
  type ElementId,
  type ElementOf,
  type Form,
  hasCells,
  type KnownKind,
  kindSpec,
  type LineKind,
  makeElement,
  type NewElement,
  newElementId,
  type Points,
  type StrokeElement,
  snap,
  stylesOf,
  type TextElement,
  wholeGrid,
} from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';
import { type Entered, nothingEntered } from './groups.ts';
import type { Style } from './style.ts';

/** An element that is being made: `own` properties, the current style where its kind offers it, and the defaults for all else. */
const drafted = <K extends KnownKind>(
  kind: K,
  id: ElementId,
  at: Vec,
  style: Partial<Style>,
  own: Partial<ElementOf<K>>,
): ElementOf<K> => {
  const offered = stylesOf(kind).flatMap((name) => (style[name] === undefined ? [] : [[name, style[name]]]));
  return makeElement(kind, { ...Object.fromEntries(offered), ...own, id, x: snap(at.x), y: snap(at.y) });
};

/** Board units of a cell, about, and how many rows and columns are dragged out at most. */
const cell = { w: 140, h: 40 } as const;
const mostDragged = { rows: 50, columns: 20 } as const;

/** Rows and columns that fill a box evenly. */
const gridIn = ({ w, h }: Box) => {
  const count = (length: number, each: number, most: number) => Math.min(most, Math.max(1, Math.round(length / each)));
  const row = Array.from({ length: count(w, cell.w, mostDragged.columns) }, () => '');
  const cells = Array.from({ length: count(h, cell.h, mostDragged.rows) }, () => row);
  return wholeGrid({ cells, width: snap(w), height: snap(h) });
};

/** A shape that fills `box` with a style; `form` is which, absent = the default of its kind. */
export const makeBox = (kind: BoxKind, id: ElementId, box: Box, current: Style, form?: Form): Element => {
  const { valign: _valign, form: _form, ...style } = current;
  const size = { width: snap(box.w), height: snap(box.h) };
  const grid = kindSpec(kind).grid ? gridIn(box) : {};
  return drafted(kind, id, box, style, { ...size, ...grid, ...(form === undefined ? {} : { form }) });
};

/** A line or an arrow through `points`, relative to `at`, its ends tied as `ties` says. */
export const makeLine = (
  kind: LineKind,
  id: ElementId,
  at: Vec,
  points: readonly Vec[],
  style: Style,
  ties: { readonly start?: Binding; readonly end?: Binding } = {},
): Element =>
  drafted(kind, id, at, style, {
    ...ties,
    points: { xy: new Float32Array(points.flatMap((point) => [snap(point.x), snap(point.y)])) },
  });

/** Ink through `points`, relative to `at`. */
export const makeStroke = (id: ElementId, at: Vec, points: Points, style: Style): StrokeElement =>
  drafted('stroke', id, at, style, { points });

/** An empty text whose first line starts at `at`, with what is to be known of its width. */
export const makeText = (at: Vec, style: Style, width: Pick<TextElement, 'width' | 'most'> = {}): TextElement =>
  drafted('text', newElementId(), { x: at.x, y: at.y - style.size * 0.6 }, style, width);

/** CSS pixels up to which a text grows: about sixty letters of the usual size, which is what reads well. */
const widestText = 480;

/** An empty text that grows from where a person pressed, at this zoom, until it is as wide as reads well; then it wraps. */
export const makeGrowingText = (at: Vec, style: Style, zoom: number): TextElement =>
  makeText(at, style, { most: Math.max(style.size, widestText / zoom) });

/** A drafted element as the document takes it: without the order key, which the board gives. */
export const asNew = (element: Element): NewElement => {
  const { z: _z, ...rest } = element;
  return rest as NewElement;
};

/** A new element as it will be drawn: what it leaves out has its default. */
export const asDrawn = (element: NewElement): Element => makeElement(element.kind, element);

/** What may be copied: an element of the board, or one that was read from a clipboard or a file. */
type Copied = Element | NewElement;

/**
 * Copies with ids of their own, moved by `by` board units, bottom first. What belongs together among them belongs together
 * among the copies and to nothing else: groups are groups of their own, nested as they were, and arrows and frames name
 * the copies. Arrows stay tied to what is outside of the set; a frame outside of it is not kept, where a copy lies decides. What is
 * copied in a group that is entered stays in it.
 */
export const copiesOf = (elements: readonly Copied[], by: Vec, entered: Entered = nothingEntered): NewElement[] => {
  const ids = new Map(elements.flatMap(({ id }) => (id === undefined ? [] : [[id, newElementId()] as const])));
  const groups = new Map(entered.map((group) => [group, group]));
  const groupOf = (group: string): string => {
    const copy = groups.get(group) ?? newElementId();
    groups.set(group, copy);
    return copy;
  };
  const tied = (binding: Binding): Binding => ({ ...binding, element: ids.get(binding.element) ?? binding.element });
  return elements.map((element) => {
    const { z: _z, id, ...rest } = element;
    const copy = {
      ...rest,
      id: ids.get(id ?? '') ?? newElementId(),
      // A copy is made to be put somewhere.
      locked: false,
      x: snap(element.x + by.x),
      y: snap(element.y + by.y),
      ...(element.groups === undefined ? {} : { groups: element.groups.map(groupOf) }),
      ...(element.frame === undefined ? {} : { frame: ids.get(element.frame) }),
      ...('start' in element && element.start ? { start: tied(element.start) } : {}),
      ...('end' in element && element.end ? { end: tied(element.end) } : {}),
    };
    return copy as NewElement;
  });
};

/** Whether a text can be typed into it. */
export const holdsText = (element: Element): boolean => 'text' in element || hasCells(element);
