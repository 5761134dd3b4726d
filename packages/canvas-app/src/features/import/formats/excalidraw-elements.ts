import { limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import type { Mirror, Tally } from '../format.ts';
import type { HeldPictures } from '../held-pictures.ts';
import { makeElement } from '../make-element.ts';
import { chosen, isNumber, listOr, numberOr, own, textOr } from '../values.ts';
import { withFill } from './excalidraw-fills.ts';
import { colorOf, hasOtherLook, inkStyle, lineStyle, shapeStyle, textStyle } from './excalidraw-style.ts';

/** One scene of Excalidraw's while it is read. */
export interface Scene {
  /** Elements by their ids there, but for those that were deleted. */
  readonly byId: ReadonlyMap<string, unknown>;
  /** Ids here by ids there. */
  readonly ids: ReadonlyMap<string, string>;
  /** The text in each container, by the id of that. */
  readonly labels: ReadonlyMap<string, unknown>;
  readonly groupOf: (group: string) => string;
  readonly files: unknown;
  readonly pictures: HeldPictures;
  readonly tally: Tally;
}

const kinds = { rectangle: 'rect', ellipse: 'ellipse', diamond: 'diamond' } as const;

const labeled = new Set<unknown>(['rectangle', 'ellipse', 'diamond', 'arrow']);

/** Whether a text can be the label of an element. */
export const takesLabel = (element: unknown): boolean => labeled.has(own(element, 'type'));

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box of an element; undefined where it has none. */
export function boxOf(element: unknown): Box | undefined {
  const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((key) => own(element, key));
  if (!isNumber(x) || !isNumber(y)) return undefined;
  const [width, height] = [numberOr(w, 0), numberOr(h, 0)];
  return { x: Math.min(x, x + width), y: Math.min(y, y + height), width: Math.abs(width), height: Math.abs(height) };
}

/** What all elements have. */
function commonOf(element: unknown, { ids, groupOf, byId, tally }: Scene) {
  const frameId = own(element, 'frameId');
  const frame = typeof frameId === 'string' ? ids.get(frameId) : undefined;
  const holds = frame !== undefined && own(byId.get(String(frameId)), 'type') !== undefined;
  if (typeof frameId === 'string' && !holds) tally.change('frame');
  if (hasOtherLook(element)) tally.change('style');
  const link = own(element, 'link');
  return {
    id: ids.get(String(own(element, 'id'))),
    x: own(element, 'x'),
    y: own(element, 'y'),
    rotation: numberOr(own(element, 'angle'), 0),
    opacity: Math.min(100, Math.max(0, numberOr(own(element, 'opacity'), 100))),
    locked: own(element, 'locked') === true,
    groups: listOr(own(element, 'groupIds')).flatMap((group) => (typeof group === 'string' ? [groupOf(group)] : [])),
    ...(holds ? { frame } : {}),
    ...(typeof link === 'string' && link !== '' ? { link } : {}),
  };
}

/** The words of a text without the line breaks that its container gave it. */
const wordsOf = (text: unknown): string => textOr(own(text, 'originalText'), textOr(own(text, 'text'), ''));

/** Whether a label has another color than the line it is written in or on: one that is seen beside it. */
function isOfOtherColor(label: unknown, element: unknown): boolean {
  const [letters, outline] = [label, element].map((one) => colorOf(own(one, 'strokeColor')));
  return letters !== undefined && outline !== undefined && letters !== outline;
}

/** A label as a text over its shape and in a group with it, in lines as they were broken there. */
function textOver(label: unknown, box: Box, groups: readonly string[], scene: Scene): NewElement | undefined {
  const place = boxOf(label);
  const width = Math.max(box.width, place?.width ?? 0);
  const made = {
    ...{ ...commonOf(label, scene), ...textStyle(label), kind: 'text', color: colorOf(own(label, 'strokeColor')) },
    ...{ groups, text: textOr(own(label, 'text'), wordsOf(label)) },
    ...{ x: box.x + (box.width - width) / 2, y: place?.y ?? box.y, width },
  };
  return makeElement(made, scene.tally);
}

/** A shape with its label, which is a text of its own where it has a color of its own. */
function shape(element: unknown, kind: string, scene: Scene): readonly NewElement[] {
  const box = boxOf(element);
  if (box === undefined) return lost(scene, element) ?? [];
  const label = scene.labels.get(String(own(element, 'id')));
  const isApart = isOfOtherColor(label, element);
  if (isApart) scene.tally.change('label');
  const common = commonOf(element, scene);
  const groups = isApart ? [newElementId(), ...common.groups] : common.groups;
  const valign = chosen({ top: 'top', middle: 'middle', bottom: 'bottom' }, own(label, 'verticalAlign')) ?? 'middle';
  const made = makeElement(
    {
      ...{ ...common, ...box, kind, groups },
      ...shapeStyle(element, own(label, 'strokeColor'), box.width, box.height),
      ...(label === undefined || isApart ? {} : { ...textStyle(label), text: wordsOf(label), valign }),
    },
    scene.tally,
  );
  return [made ?? [], isApart ? (textOver(label, box, groups, scene) ?? []) : []].flat();
}

/** Where an arrow ends on what it is tied to, so that it goes on as it comes: the place of its own line nearest to the middle. */
function aimOf(target: Box, angle: number, tip: readonly [number, number], before: readonly [number, number]) {
  const [cx, cy] = [target.x + target.width / 2, target.y + target.height / 2];
  const turned = ([x, y]: readonly [number, number]): [number, number] => {
    const [sin, cos] = [Math.sin(-angle), Math.cos(-angle)];
    return [(x - cx) * cos - (y - cy) * sin, (x - cx) * sin + (y - cy) * cos];
  };
  const [tx, ty] = turned(tip);
  const [bx, by] = turned(before);
  const [dx, dy] = [tx - bx, ty - by];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, -(tx * dx + ty * dy) / length);
  // Three digits: nearer than can be seen, and shorter to store.
  const fraction = (at: number, size: number) =>
    size === 0 ? 0.5 : Math.round(1_000 * Math.min(1, Math.max(0, 0.5 + at / size))) / 1_000;
  return [fraction(tx + along * dx, target.width), fraction(ty + along * dy, target.height)];
}

/** One end of an arrow, tied to what it is tied to there. */
function tieOf(element: unknown, key: string, points: readonly (readonly [number, number])[], scene: Scene) {
  const binding = own(element, key);
  const to = own(binding, 'elementId');
  if (typeof to !== 'string') return undefined;
  const target = scene.byId.get(to);
  const box = boxOf(target);
  const id = scene.ids.get(to);
  const line = key === 'startBinding' ? [...points].reverse() : points;
  const [tip, before] = [line.at(-1), line.at(-2)];
  if (box === undefined || id === undefined || tip === undefined || before === undefined) {
    scene.tally.change('tie');
    return undefined;
  }
  const origin = boxOf(element) ?? box;
  const [x, y] = [numberOr(own(element, 'x'), origin.x), numberOr(own(element, 'y'), origin.y)];
  const onBoard = ([px, py]: readonly [number, number]) => [x + px, y + py] as const;
  return { element: id, at: aimOf(box, numberOr(own(target, 'angle'), 0), onBoard(tip), onBoard(before)) };
}

const pointsOf = (element: unknown): readonly (readonly [number, number])[] =>
  listOr(own(element, 'points')).flatMap((point) => {
    const [x, y]: unknown[] = Array.isArray(point) ? point : [];
    return isNumber(x) && isNumber(y) ? [[x, y] as const] : [];
  });

function line(element: unknown, kind: 'line' | 'arrow', scene: Scene): NewElement | undefined {
  const all = pointsOf(element);
  const points = all.slice(0, limits.strokePoints);
  if (points.length < all.length) scene.tally.change('ink');
  if (points.length === 0) return lost(scene, element);
  const [start, end] = ['startBinding', 'endBinding'].map((key) => tieOf(element, key, points, scene));
  const label = scene.labels.get(String(own(element, 'id')));
  if (isOfOtherColor(label, element)) scene.tally.change('style');
  const { align: _align, ...letters } = textStyle(label);
  const { heads, ...style } = lineStyle(element, start !== undefined && end !== undefined);
  return makeElement(
    {
      ...commonOf(element, scene),
      kind: heads.some((head) => head !== 'none') ? 'arrow' : kind,
      heads,
      points: points.length === 1 ? [...points, ...points] : points,
      ...style,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(label === undefined ? {} : { ...letters, text: wordsOf(label) }),
    },
    scene.tally,
  );
}

/** Ink; what has more points than a stroke holds comes in parts of one group, each beginning where the one before ends. */
function ink(element: unknown, scene: Scene): readonly NewElement[] {
  const pressures = own(element, 'simulatePressure') === true ? [] : listOr(own(element, 'pressures'));
  const points = pointsOf(element);
  const hasPressure = pressures.length >= points.length && pressures.slice(0, points.length).every(isNumber);
  const given = hasPressure ? points.map(([x, y], i) => [x, y, numberOr(pressures[i], 0.5)]) : points;
  if (given.length === 0) return lost(scene, element) ?? [];
  const common = commonOf(element, scene);
  const style = { kind: 'stroke', ...inkStyle(element, hasPressure) };
  const parts: (typeof given)[] = [];
  for (let i = 0; i === 0 || i < given.length - 1; i += limits.strokePoints - 1)
    parts.push(given.slice(i, i + limits.strokePoints));
  if (parts.length > 1) scene.tally.change('ink');
  const groups = parts.length > 1 ? [newElementId(), ...common.groups] : common.groups;
  const made = parts.flatMap((part, i) => {
    const id = i === 0 ? common.id : newElementId();
    return makeElement({ ...common, ...style, id, groups, points: part }, scene.tally) ?? [];
  });
  const [one, another] = made;
  return one === undefined || another !== undefined ? made : withFill(one, element, scene.tally);
}

function text(element: unknown, scene: Scene): NewElement | undefined {
  const wraps = own(element, 'autoResize') === false;
  const width = numberOr(own(element, 'width'), 0);
  const color = shapeStyle(element, undefined, 0, 0).color;
  return makeElement(
    {
      ...commonOf(element, scene),
      kind: 'text',
      ...textStyle(element),
      color,
      text: wraps ? wordsOf(element) : textOr(own(element, 'text'), wordsOf(element)),
      ...(wraps && width > 0 ? { width } : {}),
    },
    scene.tally,
  );
}

/** The part of a picture that is shown, as fractions of it as it is when it is mirrored. */
function cropOf(element: unknown, mirror: Mirror): readonly number[] | undefined {
  const crop = own(element, 'crop');
  const [x, y, w, h, nw, nh] = ['x', 'y', 'width', 'height', 'naturalWidth', 'naturalHeight'].map((key) =>
    numberOr(own(crop, key), 0),
  ) as [number, number, number, number, number, number];
  if (nw <= 0 || nh <= 0 || w <= 0 || h <= 0) return undefined;
  const [left, top, wide, high] = [x / nw, y / nh, Math.min(1, w / nw), Math.min(1, h / nh)];
  const part = [mirror.x ? 1 - left - wide : left, mirror.y ? 1 - top - high : top, wide, high];
  return part.every((one) => one >= 0 && one <= 1) ? part : undefined;
}

/** Along which of its sides a picture is mirrored. */
function mirrorOf(element: unknown): Mirror {
  const [x, y] = listOr(own(element, 'scale'));
  return { x: isNumber(x) && x < 0, y: isNumber(y) && y < 0 };
}

function picture(element: unknown, scene: Scene): NewElement | undefined {
  const file = textOr(own(element, 'fileId'), '');
  const mirror = mirrorOf(element);
  const asset = scene.pictures.nameOf(file, () => own(own(scene.files, file), 'dataURL'), mirror);
  const box = boxOf(element);
  if (asset === undefined || box === undefined) {
    scene.tally.lose('picture');
    return undefined;
  }
  const crop = cropOf(element, mirror);
  const made = { ...commonOf(element, scene), ...box, kind: 'image', asset, ...(crop ? { crop } : {}) };
  return makeElement(made, scene.tally);
}

function frame(element: unknown, scene: Scene): NewElement | undefined {
  const box = boxOf(element);
  if (box === undefined) return lost(scene, element);
  const { opacity: _opacity, frame: _frame, ...common } = commonOf(element, scene);
  return makeElement({ ...common, ...box, kind: 'frame', name: textOr(own(element, 'name'), '') }, scene.tally);
}

const lost = ({ tally }: Scene, _element: unknown): undefined => {
  tally.lose('unreadable');
  return undefined;
};

/** What becomes of one element of Excalidraw's: none, one, or ink in parts. */
export function elementsOf(element: unknown, scene: Scene): readonly NewElement[] {
  const type = own(element, 'type');
  const kind = chosen(kinds, type);
  const some = (made: NewElement | undefined) => (made === undefined ? [] : [made]);
  if (kind !== undefined) return shape(element, kind, scene);
  switch (type) {
    case 'line':
      return some(line(element, type, scene)).flatMap((made) => withFill(made, element, scene.tally));
    case 'arrow':
      return some(line(element, type, scene));
    case 'freedraw':
    case 'draw':
      return ink(element, scene);
    case 'text':
      return some(text(element, scene));
    case 'image':
      return some(picture(element, scene));
    case 'frame':
    case 'magicframe':
      return some(frame(element, scene));
    case 'selection':
      return [];
    default:
      scene.tally.lose(
        type === 'embeddable' || type === 'iframe' ? 'embed' : typeof type === 'string' ? 'unknown' : 'unreadable',
      );
      return [];
  }
}
